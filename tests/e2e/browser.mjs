// The same walk in headless Chromium over `keting serve`; every screen and state judged by axe-core; no violation of the content security
// policy and nothing on the console; and an input method's keys trigger nothing.
import { violations } from "./lib/axe.mjs";
import { Browser, dress, launch } from "./lib/browser.mjs";
import { check, part, step, sumUp, until } from "./lib/checks.mjs";
import { freshFolder, tidy } from "./lib/programs.mjs";
import { tour } from "./lib/tour.mjs";
import { draftSurvives, firstStart, lockReturns, registers, stillThere } from "./lib/walk.mjs";

const chromium = await launch();

async function walk() {
  const folder = freshFolder();
  let page;
  let number;
  await step("first start, set-up, recovery code", async () => firstStart((page = await Browser.open(chromium, folder))));
  await step("a case by the keyboard alone", async () => (number = await registers(page)));
  await step("restart", async () => {
    await page.close();
    await stillThere((page = await Browser.open(chromium, folder)), number);
  });
  await step("kill -9 of the server in the middle of a form", async () => {
    page = await draftSurvives(page, async () => {
      await page.kill();
      return Browser.open(chromium, folder);
    });
  });
  await step("lock and unlock", () => lockReturns(page));
  await step("input methods", () => inputMethods(page));
  check("nothing on the console during the walk", page.faults.length === 0, page.faults.join("\n"));
  await page.close();
}

/** While an input method composes, Enter, Escape and digits choose candidates and must do nothing else. */
async function inputMethods(browser) {
  const { page } = browser;
  const field = page.locator("#intake-matter");
  await field.focus();
  const before = await field.inputValue();
  const devtools = await page.context().newCDPSession(page);
  const compose = () => devtools.send("Input.imeSetComposition", { text: "ni hao", selectionStart: 6, selectionEnd: 6 });
  await page.evaluate(() => {
    globalThis.composed = [];
    addEventListener("keydown", (event) => globalThis.composed.push(event.isComposing || event.keyCode === 229), { capture: true });
  });
  await compose();
  for (const key of ["Escape", "F2", "F6", "Control+Enter", "Control+l"]) {
    await page.keyboard.press(key);
    await compose();
  }
  check("control: the keys were pressed while composing", (await page.evaluate(() => globalThis.composed.filter(Boolean).length)) >= 5,
    JSON.stringify(await page.evaluate(() => globalThis.composed)));
  const undisturbed = async () => (await page.locator("[data-test=intake]").count()) === 1 && (await page.locator("[data-test=unlock]").count()) === 0;
  check("a composing input method triggers no shortcut", await undisturbed());
  await devtools.send("Input.insertText", { text: "你好" });
  check("what was composed is in the field", (await field.inputValue()).includes("你好"), `${before} → ${await field.inputValue()}`);

  // WebKit marks such keys by their code alone.
  const pressed = (keyCode) => page.evaluate((code) => {
    const event = new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true });
    Object.defineProperty(event, "keyCode", { get: () => code });
    document.activeElement.dispatchEvent(event);
    return event.defaultPrevented;
  }, keyCode);
  check("a key with code 229 triggers no shortcut", (await pressed(229)) === false && (await undisturbed()));
  await page.waitForTimeout(100);
  check("control: the same key without it does", (await pressed(27)) === true);
  await until("the step back", async () => !(await undisturbed()));
}

/** What the smallest screen cuts off: a page wider than its window, a column beyond the edge of its grid. */
async function cutOff(page) {
  await page.setViewportSize({ width: 1024, height: 768 });
  const found = await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
    const right = (element) => element.getBoundingClientRect().right;
    const columns = [...document.querySelectorAll("[role=grid] [role=columnheader]")].filter((cell) => right(cell) > right(cell.closest("[role=grid]")) + 1);
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    done([...columns.map((cell) => cell.textContent.trim()), ...(wide > 0 ? [`${wide} px`] : [])]);
  }))));
  await page.setViewportSize({ width: 1280, height: 720 });
  return found;
}

async function judged(language) {
  const browser = await Browser.open(chromium, freshFolder(), { theme: "light", type: "normal", language });
  const { page } = browser;
  await tour(browser, async (name) => {
    for (const [theme, type] of [["light", "normal"], ["dark", "large"]]) {
      await dress(page, theme, type);
      const found = await violations(page);
      check(`axe, ${language}, ${theme}, ${type}: ${name}`, found.length === 0, found.join("\n        "));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) check(`nothing stands out at the side, ${language}, ${type}: ${name}`, false, `${wide} px`);
      const cut = type === "large" ? await cutOff(page) : [];
      if (cut.length > 0) check(`nothing is cut off on a small screen, ${language}: ${name}`, false, cut.join(", "));
    }
    await dress(page, "light", "normal");
  });
  check(`no violation of the policy and nothing on the console, ${language}`, browser.faults.length === 0, browser.faults.join("\n"));
  await browser.close();
}

try {
  await walk();
  await part("every screen in Chinese", () => judged("zh-CN"));
  await part("every screen in English", () => judged("en"));
} finally {
  await chromium.close();
  await tidy();
  sumUp();
}
