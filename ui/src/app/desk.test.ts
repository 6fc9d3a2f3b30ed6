// The whole window over the stand-in: from the first start to a registered case, and what must not be lost on the way.
import { VueQueryPlugin } from "@tanstack/vue-query";
import { flushPromises, mount, type VueWrapper } from "@vue/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { connect, goTo, queries } from "@/bridge";
import { MockHouse } from "@/bridge/mock/house";
import { mockTransport } from "@/bridge/mock/transport";
import type { Envelope } from "@/bridge/wire";
import { listenForShortcuts } from "@/shared/shortcuts";
import App from "./App.vue";
import { router } from "./router";

const PASSWORD = "heshui-1949";
let house: MockHouse;
let sent: Envelope[];
let app: VueWrapper;
let stops: (() => void)[];

async function settle(): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    await flushPromises();
    await vi.advanceTimersByTimeAsync(20);
  }
}
const get = (test: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(`[data-test="${test}"]`);
  if (found === null) throw new Error(`no ${test} in: ${document.body.textContent}`);
  return found;
};
const has = (test: string): boolean => document.querySelector(`[data-test="${test}"]`) !== null;
async function click(test: string): Promise<void> {
  get(test).click();
  await settle();
}
async function type(id: string, text: string): Promise<void> {
  const field = document.getElementById(id) as HTMLInputElement;
  field.focus();
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await settle();
}
async function press(key: string, init: KeyboardEventInit = {}): Promise<void> {
  (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init }));
  await settle();
}
async function submit(field: string): Promise<void> {
  document.getElementById(field)?.closest("form")?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  await settle();
}
const text = (id: string): string => (document.getElementById(id) as HTMLInputElement).value;
const focused = (): string => document.activeElement?.id ?? "";
const calls = (name: string): Envelope[] => sent.filter(({ operation }) => operation === name);

async function start(): Promise<void> {
  document.body.innerHTML = '<div id="root"></div>';
  app = mount(App, { attachTo: "#root", global: { plugins: [[VueQueryPlugin, { queryClient: queries }], router] } });
  await settle();
}
async function restart(): Promise<void> {
  app.unmount();
  queries.clear();
  await start();
}
async function setUp(): Promise<void> {
  await click("start-set-up");
  await type("set-up-name", "城林社区党群服务中心");
  await submit("set-up-name");
  await type("set-up-head-name", "林晓燕");
  await type("set-up-login", "lin");
  await type("set-up-password", PASSWORD);
  await submit("set-up-password");
  get("recovery-confirm").click();
  await click("recovery-done");
}
async function fillResolved(): Promise<void> {
  await type("intake-name", "仇玉梅");
  await type("intake-phone", "13812345678");
  await type("intake-matter", "问临时救助");
  await type("intake-reply", "告知流程");
}

beforeEach(async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  house = new MockHouse();
  sent = [];
  goTo("real");
  const inner = mockTransport(house, null);
  stops = [listenForShortcuts(), connect({ ...inner, send: (envelope, options) => (sent.push(envelope), inner.send(envelope, options)) })];
  await router.push("/register");
  await start();
});
afterEach(() => {
  stops.forEach((stop) => stop());
  queries.clear();
  vi.useRealTimers();
});

describe("the first start", () => {
  it("offers one's own centre or the sample, and nothing of a desk", () => {
    expect([has("start-set-up"), has("start-sample"), has("intake"), has("log-in")]).toEqual([true, true, false, false]);
  });
  it("keeps the recovery code on screen until it is confirmed, and then is at the desk with the focus in the first field", async () => {
    await click("start-set-up");
    await type("set-up-name", "城林社区党群服务中心");
    expect(text("set-up-short")).toBe("城林");
    await submit("set-up-name");
    await type("set-up-head-name", "林晓燕");
    await type("set-up-login", "lin");
    await type("set-up-password", PASSWORD);
    await submit("set-up-password");
    expect(get("recovery-code").textContent).toBe(house.state.real?.recovery);
    await click("recovery-done");
    expect(has("recovery-code")).toBe(true);
    get("recovery-confirm").click();
    await click("recovery-done");
    expect([has("intake"), focused()]).toEqual([true, "intake-name"]);
  });
  it("goes back to the step that a reason belongs to and keeps everything typed", async () => {
    await click("start-set-up");
    await type("set-up-name", "城林社区党群服务中心");
    await type("set-up-short", "城-林");
    await submit("set-up-name");
    await type("set-up-head-name", "林晓燕");
    await type("set-up-login", "lin");
    await type("set-up-password", PASSWORD);
    await submit("set-up-password");
    expect([focused(), text("set-up-name"), text("set-up-short")]).toEqual(["set-up-short", "城林社区党群服务中心", "城-林"]);
    expect(document.getElementById("set-up-short-errors")?.textContent).toContain("不能用的字符");
  });
  it("opens the sample centre, marks it, and wipes it after a question that names it", async () => {
    await click("start-sample");
    expect(get("sample-password").textContent).not.toBe("");
    await click("sample-enter-qiantai1");
    expect([has("intake"), get("sample-mark").textContent?.trim(), has("rail-accounts")]).toEqual([true, "示例数据", false]);
    await click("rail-settings");
    await click("sample-wipe");
    expect(document.querySelector("[role=alertdialog]")?.textContent).toContain("示例中心");
    expect(house.state.sample).not.toBeNull();
    await click("sample-wipe-confirm");
    expect([house.state.sample, has("start-set-up")]).toEqual([null, true]);
  });
});

describe("the intake", () => {
  beforeEach(setUp);

  it("registers a case resolved on the spot in at most 12 keystrokes besides the text", async () => {
    await router.push("/cases");
    await settle();
    let keys = 0;
    const key = async (name: string, init?: KeyboardEventInit): Promise<void> => {
      keys += 1;
      await press(name, init);
    };
    await key("F2");
    const stopsInForm = [...document.querySelectorAll<HTMLElement>("[data-test=intake] input, [data-test=intake] textarea, [data-test=intake] button")]
      .filter((element) => element.tabIndex >= 0 && !(element as HTMLInputElement).disabled)
      .filter((element) => element.getAttribute("role") !== "radio" || element.getAttribute("aria-checked") === "true");
    const tabTo = (id: string): void => {
      const from = stopsInForm.findIndex((element) => element === document.activeElement);
      const to = stopsInForm.findIndex((element) => element.id === id);
      expect(from).toBeGreaterThanOrEqual(0);
      expect(to).toBeGreaterThan(from);
      keys += to - from;
    };
    expect(focused()).toBe("intake-name");
    await type("intake-name", "仇玉梅");
    tabTo("intake-phone");
    await type("intake-phone", "13812345678");
    tabTo("intake-matter");
    await type("intake-matter", "问临时救助");
    await key("F6");
    expect(focused()).toBe("intake-reply");
    await type("intake-reply", "告知流程");
    keys += 1;
    await key("Enter", { ctrlKey: true });
    expect(get("case-number").textContent).toMatch(/^城林-\d{8}-001$/);
    expect(document.activeElement).toBe(get("intake-another"));
    expect(keys).toBeLessThanOrEqual(12);
    await key("F2");
    expect([focused(), text("intake-name"), house.state.real?.drafts]).toEqual(["intake-name", "", {}]);
  });
  it("shows every reason at its field, keeps the text, and puts the focus on the first", async () => {
    await type("intake-phone", "123");
    await press("Enter", { ctrlKey: true });
    for (const id of ["intake-name", "intake-phone", "intake-matter", "intake-reply"]) {
      const field = document.getElementById(id)!;
      expect([id, field.getAttribute("aria-invalid"), document.getElementById(`${id}-errors`) !== null]).toEqual([id, "true", true]);
      expect(field.getAttribute("aria-describedby")).toContain(`${id}-errors`);
    }
    expect([focused(), text("intake-phone")]).toEqual(["intake-name", "123"]);
  });
  it("does not save when an input method has the Enter", async () => {
    await fillResolved();
    await press("Enter", { ctrlKey: true, isComposing: true });
    expect(calls("cases.register")).toHaveLength(0);
    await press("Enter", { ctrlKey: true });
    expect(calls("cases.register")).toHaveLength(1);
  });
  it("keeps its request id for the retry of a lost answer, so that nothing is registered twice, and takes a new one after an edit", async () => {
    await fillResolved();
    house.nextFault = null;
    await vi.advanceTimersByTimeAsync(400);
    const send = house.call.bind(house);
    let lose = true;
    house.call = (envelope) => {
      if (envelope.operation === "cases.register" && lose) house.nextFault = "unanswered";
      return send(envelope);
    };
    await press("Enter", { ctrlKey: true });
    expect(get("refusal").textContent).toContain("不会重复登记");
    expect(text("intake-matter")).toBe("问临时救助");
    lose = false;
    await press("Enter", { ctrlKey: true });
    const [first, second] = calls("cases.register");
    expect(second?.request_id).toBe(first?.request_id);
    expect([has("intake-saved"), house.state.real?.cases.length]).toEqual([true, 1]);
    await press("F2");
    await fillResolved();
    await press("Enter", { ctrlKey: true });
    expect(calls("cases.register")[2]?.request_id).not.toBe(first?.request_id);
  });
  it("is back after a crash, with the request id of an attempt that may have gone through", async () => {
    await fillResolved();
    await vi.advanceTimersByTimeAsync(400);
    const kept = house.state.real!;
    const send = house.call.bind(house);
    house.call = (envelope) => {
      if (envelope.operation === "cases.register") house.nextFault = "unanswered";
      return send(envelope);
    };
    await press("Enter", { ctrlKey: true });
    house.call = send;
    const { intakeKeeper } = await import("@/features/cases/draft");
    const owner = `real ${kept.accounts[0]!.id}`;
    Reflect.set(intakeKeeper(owner), "restore", async () => {
      const draft = kept.drafts[`${kept.accounts[0]!.id} case_intake`]!;
      return { body: draft.body, savedAt: draft.saved_at };
    });
    await restart();
    expect([text("intake-matter"), has("draft-restored")]).toEqual(["问临时救助", true]);
    await press("Enter", { ctrlKey: true });
    expect([has("intake-saved"), kept.cases.length]).toEqual([true, 1]);
  });
  it("can be cleared and the clearing undone", async () => {
    await type("intake-matter", "问临时救助");
    await click("intake-clear");
    expect(text("intake-matter")).toBe("");
    await click("intake-undo");
    expect(text("intake-matter")).toBe("问临时救助");
  });
  it("comes back with its text after Esc, and after a lock with the focus where it was", async () => {
    await type("intake-matter", "问临时救助");
    await press("Escape");
    expect(has("intake")).toBe(false);
    await press("F2");
    expect(text("intake-matter")).toBe("问临时救助");
    document.getElementById("intake-matter")?.focus();
    await press("l", { ctrlKey: true });
    expect(has("unlock")).toBe(true);
    expect(document.querySelector(".stage")?.hasAttribute("inert")).toBe(true);
    await type("unlock-password", PASSWORD);
    await submit("unlock-password");
    expect([has("unlock"), text("intake-matter"), focused()]).toEqual([false, "问临时救助", "intake-matter"]);
  });
});

describe("the session", () => {
  beforeEach(setUp);

  it("locks by itself when nobody touches anything, and stays awake while somebody does", async () => {
    house.idleLockSeconds = 30;
    await queries.invalidateQueries();
    await settle();
    for (let second = 0; second < 40; second += 10) {
      await vi.advanceTimersByTimeAsync(10_000);
      window.dispatchEvent(new Event("pointermove"));
    }
    expect(has("unlock")).toBe(false);
    await vi.advanceTimersByTimeAsync(32_000);
    await settle();
    expect(has("unlock")).toBe(true);
  });
  it("shows the lock when any call meets it", async () => {
    house.state.real!.session!.locked = true;
    await router.push("/accounts");
    await settle();
    expect(has("unlock")).toBe(true);
  });
  it("counts down after too many failures and refuses nothing that the core allows", async () => {
    await click("log-out");
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await type("log-in-login", "lin");
      await type("log-in-password", "wrong");
      await submit("log-in-password");
    }
    expect(get("back-off").textContent).toMatch(/\d+ 秒/);
    expect((get("log-in-submit") as HTMLButtonElement).disabled).toBe(true);
    await vi.advanceTimersByTimeAsync(31_000);
    expect(has("back-off")).toBe(false);
    await type("log-in-password", PASSWORD);
    await submit("log-in-password");
    expect(has("intake")).toBe(true);
  });
});
