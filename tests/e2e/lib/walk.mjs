// The main walk by the keyboard alone, the same in the real window and in a browser: from the first start to a registered case that is still
// there tomorrow; what is typed survives a crash and a lock.
import { check, until } from "./checks.mjs";

export const LOGIN = "zhuren";
export const PASSWORD = "ke-ting-2026-mima";
const MATTER = "示例：询问老年证怎么办理";
const LATER = "示例：楼道灯不亮，写到一半";

export async function logIn(page) {
  await page.type("登录名", LOGIN);
  await page.type("密码", PASSWORD);
  await page.key("Enter");
  await page.sees("首问责任人");
}

export async function firstStart(page) {
  await page.sees("欢迎使用客厅");
  await page.picture("window-1-first-start");
  await page.go("建立我的中心");
  await page.type("中心名称", "城林社区党群服务中心");
  await page.go("下一步");
  await page.type("主任姓名", "示例主任");
  await page.type("登录名", LOGIN);
  await page.type("密码", PASSWORD);
  await page.go("建立中心");
  const code = await until("the recovery code", () => page.words("recovery-code"));
  check("setting up gives a recovery code", code.length >= 12, code);
  await page.picture("window-2-recovery-code");
  await page.tabTo("我已抄下或打印");
  await page.key("Space");
  await page.go("进入客厅");
  await page.sees("首问责任人");
  await until("the focus in the first field", async () => (await page.focused()).includes("来访人"));
  check("the desk opens with the intake and the focus in its first field", true);
}

/** Registers a case; resolves with its number. */
export async function registers(page) {
  await page.write("示例仇某");
  await page.type("诉求内容", MATTER);
  await page.type("答复内容", "示例：已告知所需材料和办理地点");
  await page.picture("window-3-intake");
  await page.key("Enter", "Control");
  const number = await until("the case number", () => page.words("case-number"));
  check("the case has a number of this centre", /^城林-\d{8}-001$/.test(number), number);
  await page.picture("window-4-registered");
  await page.key("F2");
  const next = await until("an empty form", async () => (await page.value("intake-matter")) === "", 5_000).catch(() => false);
  check("F2 opens the next form", next, await page.focused());
  return number;
}

/** On a page opened anew. */
export async function stillThere(page, number) {
  await logIn(page);
  await page.go("事项列表");
  await page.sees(number);
  check("after a restart the case is still there", (await page.text()).includes(MATTER));
  await page.picture("window-5-list");
}

/** Writes half a form, has it killed, and finds the text on the page that `killed` resolves with. */
export async function draftSurvives(page, killed) {
  await page.key("F2");
  await page.type("诉求内容", LATER);
  await until("the kept draft", () => page.script(() => document.querySelector("[data-test=draft-state]")?.dataset.state === "saved"));
  const again = await killed();
  await logIn(again);
  await until("the restored draft", () => again.words("draft-restored"));
  const found = await again.value("intake-matter");
  check("what was typed survives a kill -9", found === LATER, String(found));
  await again.picture("window-6-restored");
  return again;
}

export async function lockReturns(page) {
  await page.tabTo("诉求内容");
  await page.key("End");
  await page.write("，再写");
  await page.key("l", "Control");
  await page.sees("已锁定");
  check("the locked page shows nothing of the form", !(await page.text()).includes("楼道灯"));
  await page.picture("window-7-locked");
  await page.type("密码", PASSWORD);
  await page.key("Enter");
  await page.sees("首问责任人");
  const found = await page.value("intake-matter");
  check("unlocking returns to the same text", found === `${LATER}，再写`, String(found));
  const returned = await until("the focus where it was", async () => (await page.focused()).includes("诉求内容"), 5_000).catch(() => false);
  check("and to the same field", returned, await page.focused());
}
