// Opens the real window through tauri-driver, and handles it by the keyboard.
// It refuses to click: what cannot be reached by Tab does not exist for this walk.
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Builder, By, Capabilities, Key } from "selenium-webdriver";
import { until, within } from "./checks.mjs";
import { demanded, freePort, start, stop } from "./programs.mjs";

/** One driver process with one window; the window's own process is ours to kill. */
export class Window {
  static async open(folder) {
    const window = new Window();
    window.folder = folder;
    const [port, native] = [await freePort(), await freePort()];
    window.child = start(demanded("TAURI_DRIVER", "tauri-driver"), ["--port", String(port), "--native-port", String(native)], {
      // A group of its own, so that what it starts can be found again.
      detached: true,
    });
    await until("the driver", async () => (await fetch(`http://127.0.0.1:${port}/status`)).ok);
    const capabilities = new Capabilities();
    capabilities.setBrowserName("wry");
    capabilities.set("tauri:options", { application: demanded("KETING_DESKTOP_BIN"), args: ["--data", folder] });
    const session = new Builder().usingServer(`http://127.0.0.1:${port}`).withCapabilities(capabilities).build();
    window.driver = await within(60_000, "opening the window", session);
    await window.ready();
    return window;
  }

  /** Waits for the page's own word that it has painted. */
  ready() {
    return until("the painted page", () => this.script("return document.documentElement.dataset.ready === '1'"), 60_000);
  }

  script(body, ...args) {
    return within(20_000, "a script in the page", this.driver.executeScript(body, ...args));
  }

  /** All that a person can read on the page. */
  text() {
    return this.script("return document.body.innerText");
  }

  sees(words, withinMs) {
    return until(`“${words}” on the page`, async () => (await this.text()).includes(words), withinMs);
  }

  /** What has the focus: its role or tag, its accessible name, its value. */
  focused() {
    return this.script(`
      const it = document.activeElement;
      if (it === null || it === document.body) return { name: "", tag: "BODY", value: "" };
      const by = (it.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(" ").trim();
      const labels = [...(it.labels ?? [])].map((label) => label.textContent.trim()).join(" ");
      return { tag: it.tagName, name: it.getAttribute("aria-label") || by || labels || it.innerText || "", value: it.value ?? "" };
    `);
  }

  /** Presses keys, to whatever has the focus. */
  press(...keys) {
    return within(20_000, "typing", this.driver.actions().sendKeys(...keys).perform());
  }

  async chord(modifier, key) {
    await within(20_000, "a chord", this.driver.actions().keyDown(modifier).sendKeys(key).keyUp(modifier).perform());
  }

  /** Tabs until the thing with this name has the focus. */
  async tabTo(name, most = 60) {
    const met = [];
    for (let step = 0; step < most; step += 1) {
      const here = await this.focused();
      if (here.name.includes(name)) return here;
      met.push(here.name.replaceAll(/\s+/g, " ").slice(0, 20));
      await this.press(Key.TAB);
    }
    throw new Error(`Tab never reached “${name}”; it met ${met.join(" · ")}`);
  }

  /** Tabs to a field and types into it. */
  async type(name, text) {
    await this.tabTo(name);
    await this.press(text);
  }

  /** A picture of the screen, cut to the window; the driver's own pictures hang under a virtual screen. */
  async picture(name) {
    const folder = process.env.KETING_SCREENSHOTS;
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    const { width, height, x, y } = await within(20_000, "the window's size", this.driver.manage().window().getRect());
    const cut = `${width}x${height}+${Math.max(0, x)}+${Math.max(0, y)}`;
    execFileSync("import", ["-window", "root", "-crop", cut, "+repage", join(folder, `${name}.png`)], { timeout: 10_000 });
  }

  /** The process of the window, as the system knows it. */
  pid() {
    const command = execFileSync("ps", ["-eo", "pid=,args="], { encoding: "utf8" });
    const line = command.split("\n").find((one) => one.includes("keting-desktop") && one.includes(this.folder) && !one.includes("ps -eo"));
    return line === undefined ? null : Number(line.trim().split(/\s+/)[0]);
  }

  /** Ends the window as a power cut would: no chance to save anything. */
  async kill() {
    const pid = this.pid();
    if (pid === null) throw new Error("the window's process was not found");
    process.kill(pid, "SIGKILL");
    await until("the end of the killed process", () => this.pid() === null);
    await this.forget();
  }

  /** Closes the window as a person would. */
  async close() {
    await within(15_000, "closing the window", this.driver.quit()).catch(() => {});
    await until("the end of the closed window", () => this.pid() === null).catch(() => {
      const pid = this.pid();
      if (pid !== null) process.kill(pid, "SIGTERM");
    });
    await this.forget();
  }

  async forget() {
    await within(5_000, "ending the session", this.driver.quit()).catch(() => {});
    await stop(this.child);
  }
}

export { By, Key };
