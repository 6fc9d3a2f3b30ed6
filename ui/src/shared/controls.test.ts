// Each shared control by what a person or a screen reader meets.
import { flushPromises, mount } from "@vue/test-utils";
import { describe, expect, it, vi } from "vitest";
import { defineComponent, h, nextTick, ref, type Component } from "vue";
import { ReadFailed } from "@/bridge";
import CheckBox from "./CheckBox.vue";
import ChipGroup from "./ChipGroup.vue";
import DataGrid from "./DataGrid.vue";
import DateField from "./DateField.vue";
import FieldBox from "./FieldBox.vue";
import IconSign from "./IconSign.vue";
import KeyCap from "./KeyCap.vue";
import NoticeBar from "./NoticeBar.vue";
import ReadState from "./ReadState.vue";
import RecoveryCode from "./RecoveryCode.vue";
import RefusalSummary from "./RefusalSummary.vue";
import { useRefusal } from "./refusal";
import SelectBox from "./SelectBox.vue";
import StatusTag from "./StatusTag.vue";
import StepList from "./StepList.vue";
import TextArea from "./TextArea.vue";
import TextField from "./TextField.vue";
import UiButton from "./UiButton.vue";
import UiCard from "./UiCard.vue";
import UiDialog from "./UiDialog.vue";
import { VueQueryPlugin } from "@tanstack/vue-query";

const attachTo = (): HTMLElement => document.body.appendChild(document.createElement("div"));

describe("small controls", () => {
  it("a button presses, tells its shortcut to screen readers, and refuses a second press while busy", async () => {
    const button = mount(UiButton, { props: { keys: "Ctrl+Enter" }, slots: { default: "保存" } });
    expect(button.attributes()).toMatchObject({ type: "button", "aria-keyshortcuts": "Control+Enter" });
    await button.trigger("click");
    await button.setProps({ busy: true });
    await button.trigger("click");
    expect(button.emitted("press")).toHaveLength(1);
    expect(button.attributes("aria-busy")).toBe("true");
  });
  it("a key cap is for eyes only", () => {
    const cap = mount(KeyCap, { props: { keys: "Ctrl+Escape" } });
    expect([cap.text(), cap.attributes("aria-hidden")]).toEqual(["Ctrl Esc", "true"]);
  });
  it("an icon is decoration", () => expect(mount(IconSign, { props: { name: "lock" } }).attributes("aria-hidden")).toBe("true"));
  it("a status has a shape of its own for each tone, and its word", () => {
    const shapes = (["ok", "warn", "late", "info", "quiet"] as const).map((tone) => {
      const tag = mount(StatusTag, { props: { tone }, slots: { default: "已办结" } });
      expect(tag.text()).toBe("已办结");
      return tag.find("svg").element.innerHTML.replaceAll("<!--v-if-->", "");
    });
    expect(new Set(shapes).size).toBe(5);
  });
  it("a card is a region named by its heading", () => {
    const card = mount(UiCard, { props: { title: "办理过程" } });
    expect(card.find("h2").attributes("id")).toBe(card.attributes("aria-labelledby"));
  });
  it("a notice is said politely and offers its action", () => expect(mount(NoticeBar, { props: { word: "已清空" }, slots: { default: "<button>撤销</button>" } }).attributes("role")).toBe("status"));
  it("a step list says which step is the present one", () => {
    const items = mount(StepList, { props: { label: "步骤", steps: ["一", "二"], current: 1 } }).findAll("li");
    expect(items.map((item) => item.attributes("aria-current"))).toEqual([undefined, "step"]);
  });
});

describe("fields", () => {
  it("tie label, hint and reasons to the control", () => {
    const field = mount(TextField, { props: { id: "x", label: "电话", hint: "手机", errors: ["号码不对"], modelValue: "1" } });
    const input = field.find("input");
    expect(field.find("label").attributes("for")).toBe("x");
    expect(input.attributes()).toMatchObject({ "aria-invalid": "true", "aria-describedby": "x-hint x-errors" });
    expect(field.find("#x-errors").text()).toBe("号码不对");
  });
  it("a group is labelled without a label element", () => expect(mount(FieldBox, { props: { id: "g", label: "性质", group: true } }).find("label").exists()).toBe(false));
  it("a password is hidden until it is asked for", async () => {
    const field = mount(TextField, { props: { id: "x", label: "密码", modelValue: "s", password: true } });
    expect(field.find("input").attributes("type")).toBe("password");
    await field.find("button").trigger("click");
    expect([field.find("input").attributes("type"), field.find("button").attributes("aria-pressed")]).toEqual(["text", "true"]);
  });
  it("long text passes on what is typed, unshortened", async () => {
    const field = mount(TextArea, { props: { id: "x", label: "诉求", modelValue: "" } });
    await field.find("textarea").setValue("字".repeat(3000));
    expect(String(field.emitted("update:modelValue")?.at(-1)?.[0])).toHaveLength(3000);
  });
  it("a date is read as people write it; an unclear one says so and keeps the text", async () => {
    const field = mount(DateField, { props: { id: "d", label: "从", today: "2026-11-22", modelValue: null } });
    const input = field.find("input");
    await input.setValue("1120");
    await input.trigger("keydown", { key: "Enter" });
    expect(field.emitted("update:modelValue")?.at(-1)).toEqual(["2026-11-20"]);
    await input.setValue("昨天");
    await input.trigger("focusout");
    expect(field.text()).toContain("2026-11-22");
    expect([input.element.value, field.emitted("update:modelValue")?.at(-1)]).toEqual(["昨天", [null]]);
  });
  it("Enter that chooses a candidate does not settle a date", async () => {
    const field = mount(DateField, { props: { id: "d", label: "从", today: "2026-11-22", modelValue: null } });
    await field.find("input").setValue("1120");
    await field.find("input").trigger("keydown", { key: "Enter", isComposing: true });
    expect(field.emitted("update:modelValue")).toBeUndefined();
  });
  it("a tick box has its words as part of the target", async () => {
    const box = mount(CheckBox, { props: { id: "c", label: "匿名", modelValue: false }, attachTo: attachTo() });
    expect(box.find("label").attributes("for")).toBe("c");
    await box.find("[role=checkbox]").trigger("click");
    expect(box.emitted("update:modelValue")?.at(-1)).toEqual([true]);
  });
});

describe("choices", () => {
  const choices = [{ value: "a", label: "来访", keys: "1" }, { value: "b", label: "来电", keys: "2" }, { value: "c", label: "来信" }] as const;

  it("chips pick by click and by digit, hide the rare ones, and show a rare one that is chosen", async () => {
    const group = mount(ChipGroup as unknown as Component, { props: { id: "k", label: "方式", choices, few: 2, modelValue: "a" }, attachTo: attachTo() });
    const labels = (): string[] => group.findAll("[role=radio]").map((radio) => radio.text().replace(/\d/, ""));
    expect(labels()).toEqual(["来访", "来电"]);
    await group.find("[role=radiogroup]").trigger("keydown", { key: "2" });
    expect(group.emitted("update:modelValue")?.at(-1)).toEqual(["b"]);
    await group.find("[data-test=k-more]").trigger("click");
    expect(labels()).toHaveLength(3);
    await group.findAll("[role=radio]")[2]!.trigger("click");
    expect(group.emitted("update:modelValue")?.at(-1)).toEqual(["c"]);
    await group.find("[data-test=k-more]").trigger("click");
    await group.setProps({ modelValue: "c" } as never);
    expect(labels()).toEqual(["来访", "来电", "来信"]);
  });
  it("a select says its name and choice, opens above the page and leaves no style element behind", async () => {
    const box = mount(SelectBox as unknown as Component, { props: { id: "s", label: "性质", choices, modelValue: "a" }, attachTo: attachTo() });
    expect(box.find("button").attributes("aria-label")).toBe("性质：来访");
    await box.find("button").trigger("keydown", { key: "Enter" });
    await flushPromises();
    expect(document.querySelectorAll("#layers [role=option]")).toHaveLength(3);
    expect(document.querySelector("style")).toBeNull();
    expect(document.querySelector("[data-aria-hidden][aria-hidden]")).toBeNull();
  });
  it("a dialog is named, closes by its button, and does not close by a click beside it", async () => {
    const open = ref(true);
    mount(defineComponent(() => () => h(UiDialog, { open: open.value, "onUpdate:open": (now: boolean) => (open.value = now), title: "清除示例中心？", text: "不能撤销", alert: true })), { attachTo: attachTo() });
    await flushPromises();
    const dialog = document.querySelector("#layers [role=alertdialog]");
    expect(document.getElementById(dialog?.getAttribute("aria-labelledby") ?? "")?.textContent).toBe("清除示例中心？");
    document.body.dispatchEvent(new Event("pointerdown", { bubbles: true }));
    await nextTick();
    expect(open.value).toBe(true);
    document.querySelector<HTMLElement>("#layers .close")?.click();
    expect(open.value).toBe(false);
  });
});

describe("states and refusals", () => {
  it("a failed read says why and offers to try again", async () => {
    const state = mount(ReadState, { props: { error: new ReadFailed({ is: "broken", logId: "42" }) } });
    expect(state.find("[role=alert]").text()).toContain("42");
    await state.find("[data-test=retry]").trigger("click");
    expect(state.emitted("retry")).toHaveLength(1);
    expect(mount(ReadState, { props: { pending: true } }).find("[role=status]").exists()).toBe(true);
  });
  it("a refusal lists every reason, and each leads to its field", async () => {
    document.body.innerHTML += '<input id="f-matter">';
    const refusal = useRefusal((path) => `f-${path}`);
    const summary = mount(RefusalSummary, { props: { refusal, action: "保存", label: (path: string) => (path === "matter" ? "诉求内容" : ""), fieldId: (path: string) => `f-${path}` }, attachTo: attachTo() });
    await refusal.show({ is: "refused", problem: { code: "invalid_input", facts: {}, reasons: [{ code: "required", field: "matter", facts: {} }, { code: "too_busy", field: null, facts: {} }] } }, () => null);
    expect(summary.findAll("li").map((item) => item.text())).toEqual(["诉求内容：不能空着", "现在太忙，请稍后再试"]);
    (document.activeElement as HTMLElement).blur();
    await summary.find("a").trigger("click");
    expect(document.activeElement?.id).toBe("f-matter");
    await refusal.show({ is: "unanswered" }, () => null);
    expect(summary.text()).toContain("不会重复登记");
  });
  it("a recovery code is confirmed before one goes on, and stands alone on its sheet of paper", async () => {
    const code = mount(RecoveryCode, { props: { code: "AAAA-BBBB", login: "lin", centre: "城林", done: "进入" }, attachTo: attachTo(), global: { plugins: [VueQueryPlugin] } });
    await code.find("[data-test=recovery-done]").trigger("click");
    expect(code.emitted("done")).toBeUndefined();
    expect(code.find("[role=alert]").exists()).toBe(true);
    await code.find("[role=checkbox]").trigger("click");
    await code.find("[data-test=recovery-done]").trigger("click");
    expect(code.emitted("done")).toHaveLength(1);
    expect(document.querySelector("body > .paper")?.textContent).toContain("AAAA-BBBB");
    const print = vi.fn();
    vi.stubGlobal("print", print);
    await code.find("[data-test=recovery-print]").trigger("click");
    expect(print).toHaveBeenCalledOnce();
    vi.unstubAllGlobals();
  });
});

describe("a grid", () => {
  const rows = Array.from({ length: 500 }, (_, index) => ({ id: `r${index}` }));
  const columns = [{ id: "a", label: "编号", track: "1fr" }, { id: "b", label: "诉求", track: "1fr" }];

  it("keeps only rows in sight in the page, has one tab stop, and opens a row with Enter but not for an input method", async () => {
    vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(400);
    vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(900);
    const grid = mount(DataGrid as unknown as Component, { props: { label: "事项", rows, columns, rowKey: (row: { id: string }) => row.id, hasMore: true }, slots: { a: ({ row }: { row: { id: string } }) => row.id }, attachTo: attachTo() });
    await flushPromises();
    const shown = grid.findAll("[role=row]").length;
    expect(shown).toBeGreaterThan(5);
    expect(shown).toBeLessThan(100);
    expect(grid.attributes("aria-rowcount")).toBe("-1");
    expect(grid.findAll("[role=gridcell][tabindex='0']")).toHaveLength(1);
    await grid.find("[data-cell='2:1']").trigger("focus");
    await grid.find("[data-cell='2:1']").trigger("keydown", { key: "Enter", isComposing: true });
    expect(grid.emitted("open")).toBeUndefined();
    await grid.find("[data-cell='2:1']").trigger("keydown", { key: "Enter" });
    expect(grid.emitted("open")).toEqual([[rows[2]]]);
  });
});
