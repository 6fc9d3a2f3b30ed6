// The walk through the real window, by the keyboard alone: from the first start to a registered case that is still there tomorrow; what is
// typed survives a crash and a lock; a folder that cannot be opened is explained; and the page can do no more than it may.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { check, part, step, sumUp, until, within } from "./lib/checks.mjs";
import { demanded, freshFolder, keting, serve, start, tidy } from "./lib/programs.mjs";
import { Key, Window } from "./lib/window.mjs";

const LOGIN = "zhuren";
const PASSWORD = "ke-ting-2026-mima";
const MATTER = "示例：询问老年证怎么办理";
const LATER = "示例：楼道灯不亮，写到一半";
const folder = freshFolder();

const value = (window, id) => window.script("return document.getElementById(arguments[0])?.value ?? null", id);
const words = (window, test) => window.script("return document.querySelector(`[data-test=${arguments[0]}]`)?.textContent.trim() ?? null", test);

async function logIn(window) {
  await window.type("登录名", LOGIN);
  await window.type("密码", PASSWORD);
  await window.press(Key.ENTER);
  await window.sees("首问责任人");
}

async function firstStart() {
  const window = await Window.open(folder);
  await window.sees("欢迎使用客厅");
  await window.picture("window-1-first-start");
  await window.tabTo("建立我的中心");
  await window.press(Key.ENTER);
  await window.type("中心名称", "城林社区党群服务中心");
  await window.tabTo("下一步");
  await window.press(Key.ENTER);
  await window.type("主任姓名", "示例主任");
  await window.type("登录名", LOGIN);
  await window.type("密码", PASSWORD);
  await window.tabTo("建立中心");
  await window.press(Key.ENTER);
  const code = await until("the recovery code", () => words(window, "recovery-code"));
  check("setting up gives a recovery code", code.length >= 12, code);
  await window.picture("window-2-recovery-code");
  await window.tabTo("我已抄下或打印");
  await window.press(Key.SPACE);
  await window.tabTo("进入客厅");
  await window.press(Key.ENTER);
  await window.sees("首问责任人");
  check("the desk opens with the intake and the focus in its first field", (await window.focused()).name.includes("来访人"));
  return window;
}

async function registers(window) {
  await window.press("示例仇某");
  await window.type("诉求内容", MATTER);
  await window.type("答复内容", "示例：已告知所需材料和办理地点");
  await window.picture("window-3-intake");
  await window.chord(Key.CONTROL, Key.ENTER);
  const number = await until("the case number", () => words(window, "case-number"));
  check("the case has a number of this centre", /^城林-\d{8}-001$/.test(number), number);
  await window.picture("window-4-registered");
  return number;
}

async function stillThere(number) {
  const window = await Window.open(folder);
  await logIn(window);
  await window.tabTo("事项列表");
  await window.press(Key.ENTER);
  await window.sees(number);
  check("after a restart the case is still there", (await window.text()).includes(MATTER));
  await window.picture("window-5-list");
  return window;
}

async function draftSurvives(window) {
  await window.press(Key.F2);
  await window.type("诉求内容", LATER);
  await until("the kept draft", () => window.script("return document.querySelector('[data-test=draft-state]')?.dataset.state === 'saved'"));
  await window.kill();
  const again = await Window.open(folder);
  await logIn(again);
  await until("the restored draft", () => words(again, "draft-restored"));
  check("what was typed survives a kill -9", (await value(again, "intake-matter")) === LATER, await value(again, "intake-matter"));
  await again.picture("window-6-restored");
  return again;
}

async function lockReturns(window) {
  await window.tabTo("诉求内容");
  await window.press(Key.END, "，再写");
  await window.chord(Key.CONTROL, "l");
  await window.sees("已锁定");
  check("the locked window shows nothing of the form", !(await window.text()).includes("楼道灯"));
  await window.picture("window-7-locked");
  await window.type("密码", PASSWORD);
  await window.press(Key.ENTER);
  await window.sees("首问责任人");
  check("unlocking returns to the same text", (await value(window, "intake-matter")) === `${LATER}，再写`, await value(window, "intake-matter"));
  await until("the focus where it was", async () => (await window.focused()).name.includes("诉求内容"));
  check("and to the same field", true);
}

async function oneWindow() {
  const second = start(demanded("KETING_DESKTOP_BIN"), ["--data", folder]);
  const code = await within(20_000, "the second start", second.ended);
  check("a second start brings the first window forward and ends", code === 0, String(code));
}

/** What the page tries, in its own name, although it may not. */
async function pageIsHeld(window) {
  const tried = await window.driver.executeAsyncScript(`
    const done = arguments[arguments.length - 1];
    const ask = (name, input) => globalThis.__TAURI_INTERNALS__.invoke(name, input).then(() => "allowed", (reason) => String(reason));
    (async () => {
      const found = {
        operate: await ask("operate", { envelope: { operation: "centre.status", place: "real", input: {} } }),
        emit: await ask("plugin:event|emit", { event: "keting://tags", payload: null }),
        title: await ask("plugin:window|set_title", { label: "main", value: "x" }),
        create: await ask("plugin:webview|create_webview_window", { options: { label: "more", url: "https://example.org" } }),
        path: await ask("plugin:path|resolve_directory", { directory: 1 }),
        global: typeof globalThis.__TAURI__,
        opened: String(window.open("https://example.org")),
      };
      try { found.evaluated = String((0, eval)("1 + 1")); } catch { found.evaluated = "refused"; }
      found.fetched = await fetch("https://example.org").then(() => "allowed", () => "refused");
      const before = location.href;
      location.href = "https://example.org/";
      setTimeout(() => done({ ...found, stayed: location.href === before }), 400);
    })();
  `);
  check("control: the page may operate", tried.operate === "allowed", tried.operate);
  for (const command of ["emit", "title", "create", "path"]) check(`the page may not ${command}`, /not allowed|denied/.test(tried[command]), tried[command]);
  check("no global bridge", tried.global === "undefined");
  check("no window is opened", tried.opened === "null", tried.opened);
  check("no text is run as a program", tried.evaluated === "refused");
  check("no other machine is asked", tried.fetched === "refused");
  check("the page does not leave", tried.stayed);
}

async function saysWhy() {
  const busy = freshFolder();
  const owner = await serve(busy);
  const window = await Window.open(busy);
  await window.sees("数据文件夹正被另一个程序使用");
  check("a folder in use is explained in the window", true);
  await window.picture("window-8-folder-in-use");
  await owner.stop();
  await window.tabTo("再试一次");
  await window.press(Key.ENTER);
  await window.sees("欢迎使用客厅");
  check("once it is free, trying again opens it", true);
  await window.close();

  const damaged = freshFolder();
  writeFileSync(join(damaged, "keting.db"), "这不是数据文件".repeat(500));
  const other = await Window.open(damaged);
  await other.sees("数据文件损坏");
  check("a damaged file is explained in the window", true);
  await other.close();
}

try {
  let window;
  let number;
  await step("first start, set-up, recovery code", async () => (window = await firstStart()));
  await step("a case by the keyboard alone", async () => (number = await registers(window)));
  await step("restart", async () => {
    await window.close();
    window = await stillThere(number);
  });
  await step("kill -9 in the middle of a form", async () => (window = await draftSurvives(window)));
  await step("lock and unlock", () => lockReturns(window));
  await step("one window per folder", () => oneWindow());
  await step("what the page may not do", () => pageIsHeld(window));
  await step("closing", async () => {
    await window.close();
    const verified = keting(["verify", "--data", folder]);
    check("the data is whole afterwards", verified.code === 0, verified.out + verified.err);
  });
  await part("a folder that cannot be opened", saysWhy);
} finally {
  await tidy();
  sumUp();
}
