// A person's hands and eyes on a page, whatever shows it: reading, Tab, keys. Window and browser lend it three things: `script`, `key`, `write`.
// It refuses to click: what cannot be reached by Tab does not exist for a walk.
import { until } from "./checks.mjs";

export class Hands {
  /** Waits for the page's own word that it has painted. */
  ready() {
    return until("the painted page", () => this.script(() => document.documentElement.dataset.ready === "1"), 60_000);
  }

  /** All that a person can read on the page. */
  text() {
    return this.script(() => document.body.innerText);
  }

  sees(words) {
    return until(`“${words}” on the page`, async () => (await this.text()).includes(words));
  }

  /** The text of the part that carries this mark for tests. */
  words(test) {
    return this.script((mark) => document.querySelector(`[data-test=${mark}]`)?.textContent.trim() ?? null, test);
  }

  /** What stands in a field. */
  value(id) {
    return this.script((field) => document.getElementById(field)?.value ?? null, id);
  }

  /** What has the focus: its accessible name. */
  focused() {
    return this.script(() => {
      const it = document.activeElement;
      if (it === null || it === document.body) return "";
      const by = (it.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(" ").trim();
      const labels = [...(it.labels ?? [])].map((label) => label.textContent.trim()).join(" ");
      return it.getAttribute("aria-label") || by || labels || it.innerText || "";
    });
  }

  /** Tabs until the thing with this name has the focus. */
  async tabTo(name, most = 60) {
    const met = [];
    for (let step = 0; step < most; step += 1) {
      const here = await this.focused();
      if (here.includes(name)) return;
      met.push(here.replaceAll(/\s+/g, " ").slice(0, 20));
      await this.key("Tab");
    }
    throw new Error(`Tab never reached “${name}”; it met ${met.join(" · ")}`);
  }

  /** Tabs to a field and types into it. */
  async type(name, text) {
    await this.tabTo(name);
    await this.write(text);
  }

  /** Tabs to a button or link and presses Enter on it. */
  async go(name) {
    await this.tabTo(name);
    await this.key("Enter");
  }
}
