// Opens the real window through tauri-driver.
// It refuses to end any process but the window it opened and the driver it started.
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Builder, Capabilities, Key } from "selenium-webdriver";
import { until, within } from "./checks.mjs";
import { Hands } from "./hands.mjs";
import { demanded, freePort, start, stop } from "./programs.mjs";

const KEYS = { Tab: Key.TAB, Enter: Key.ENTER, Space: Key.SPACE, End: Key.END, Escape: Key.ESCAPE, F2: Key.F2, Control: Key.CONTROL };

export class Window extends Hands {
  static async open(folder) {
    const window = new Window();
    window.folder = folder;
    const [port, native] = [await freePort(), await freePort()];
    window.child = start(demanded("TAURI_DRIVER", "tauri-driver"), ["--port", String(port), "--native-port", String(native)]);
    await until("the driver", async () => (await fetch(`http://127.0.0.1:${port}/status`)).ok);
    const capabilities = new Capabilities();
    capabilities.setBrowserName("wry");
    capabilities.set("tauri:options", { application: demanded("KETING_DESKTOP_BIN"), args: ["--data", folder] });
    const session = new Builder().usingServer(`http://127.0.0.1:${port}`).withCapabilities(capabilities).build();
    window.driver = await within(60_000, "opening the window", session);
    await window.ready();
    return window;
  }

  script(body, ...args) {
    return within(20_000, "a script in the page", this.driver.executeScript(body, ...args));
  }

  key(name, holding) {
    const actions = this.driver.actions();
    const pressed = KEYS[name] ?? name;
    const chord = holding === undefined ? actions.sendKeys(pressed) : actions.keyDown(KEYS[holding]).sendKeys(pressed).keyUp(KEYS[holding]);
    return within(20_000, "a key", chord.perform());
  }

  write(text) {
    return within(20_000, "typing", this.driver.actions().sendKeys(text).perform());
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
    const processes = execFileSync("ps", ["-eo", "pid=,args="], { encoding: "utf8" }).split("\n");
    const line = processes.find((one) => one.trim().split(/\s+/)[1] === demanded("KETING_DESKTOP_BIN") && one.includes(this.folder));
    return line === undefined ? null : Number(line.trim().split(/\s+/)[0]);
  }

  /** Ends the window as a power cut would: no chance to save anything. */
  async kill() {
    const pid = this.pid();
    if (pid === null) throw new Error("the window's process was not found");
    process.kill(pid, "SIGKILL");
    await until("the end of the killed window", () => this.pid() === null);
    await within(5_000, "ending the session", this.driver.quit()).catch(() => {});
    await stop(this.child);
  }

  /** Closes the window. */
  async close() {
    await within(15_000, "closing the window", this.driver.quit()).catch(() => {});
    await until("the end of the closed window", () => this.pid() === null);
    await stop(this.child);
  }
}
