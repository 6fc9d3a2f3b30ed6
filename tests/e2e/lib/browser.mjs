// Opens the same interface in headless Chromium over `keting serve`, and watches for what a page must never do.
import { chromium } from "playwright-core";
import { Hands } from "./hands.mjs";
import { demanded, serve, stop } from "./programs.mjs";

/** One Chromium for a whole script. */
export const launch = () => chromium.launch({ executablePath: demanded("CHROMIUM"), args: ["--no-sandbox"] });

/** Shows the page in other colours and sizes of type, and waits until they are there: a colour on its way has the contrast of neither. */
export async function dress(page, theme, type) {
  await page.evaluate(async ([colours, size]) => {
    Object.assign(document.documentElement.dataset, { theme: colours, type: size });
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
    await Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => {})));
  }, [theme, type]);
}

export class Browser extends Hands {
  /** Serves the folder and opens its page. `look` fills the preferences that a person would choose in the settings. */
  static async open(chromium, folder, look = {}, viewport = { width: 1280, height: 720 }) {
    const browser = new Browser();
    browser.served = await serve(folder);
    browser.context = await chromium.newContext({ viewport, locale: "zh-CN", timezoneId: "Asia/Shanghai", reducedMotion: "reduce" });
    browser.faults = [];
    await browser.context.addInitScript((kept) => {
      if (localStorage.getItem("keting.preferences") === null) localStorage.setItem("keting.preferences", JSON.stringify(kept));
      globalThis.addEventListener("securitypolicyviolation", (event) => console.error(`CSP ${event.violatedDirective} ${event.blockedURI}`));
    }, look);
    browser.page = await browser.context.newPage();
    browser.page.on("pageerror", (error) => browser.faults.push(`thrown: ${error.message}`));
    browser.page.on("console", (message) => {
      const text = message.text();
      // A refused operation is answered with 401 or 422, which Chromium notes; everything else on the console is a fault.
      if (message.type() === "error" && !/status of (401|422)/.test(text)) browser.faults.push(text);
    });
    await browser.page.goto(browser.served.address);
    await browser.ready();
    return browser;
  }

  script(body, ...args) {
    // As text, because a page under our policy builds no function of a string itself.
    return this.page.evaluate(`(${body})(...${JSON.stringify(args)})`);
  }

  key(name, holding) {
    return this.page.keyboard.press(holding === undefined ? name : `${holding}+${name}`);
  }

  write(text) {
    return this.page.keyboard.insertText(text);
  }

  async picture() {}

  /** Ends the server as a power cut would. */
  async kill() {
    await stop(this.served.child, "SIGKILL");
    await this.context.close();
  }

  async close() {
    await this.context.close();
    await this.served.stop();
  }
}
