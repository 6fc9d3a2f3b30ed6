// The walk through the real window, by the keyboard alone: from the first start to a registered case that is still there tomorrow; what is
// typed survives a crash and a lock; a folder that cannot be opened is explained; and the page can do no more than it may.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { check, part, step, sumUp, within } from "./lib/checks.mjs";
import { demanded, freshFolder, keting, serve, start, tidy } from "./lib/programs.mjs";
import { draftSurvives, firstStart, lockReturns, registers, stillThere } from "./lib/walk.mjs";
import { Window } from "./lib/window.mjs";

const folder = freshFolder();

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
  await window.go("再试一次");
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
  await step("first start, set-up, recovery code", async () => firstStart((window = await Window.open(folder))));
  await step("a case by the keyboard alone", async () => (number = await registers(window)));
  await step("restart", async () => {
    await window.close();
    await stillThere((window = await Window.open(folder)), number);
  });
  await step("kill -9 in the middle of a form", async () => {
    window = await draftSurvives(window, async () => {
      await window.kill();
      return Window.open(folder);
    });
  });
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
