// What the web view may not do by itself.
import { describe, expect, it } from "vitest";
import { isAccelerator, quietWebview } from "./webview";

const key = (name: string, ctrlKey = false, altKey = false) => ({ key: name, ctrlKey, altKey, metaKey: false });

describe("the web view's own keys", () => {
  it.each(["F3", "F5", "F7"])("%s is off", (name) => expect(isAccelerator(key(name), true)).toBe(true));
  it.each(["p", "r", "f", "g", "j", "P"])("Ctrl+%s is off", (name) => expect(isAccelerator(key(name, true), true)).toBe(true));
  it.each(["c", "v", "x", "z", "a", "+", "0"])("Ctrl+%s stays: editing and zoom", (name) => expect(isAccelerator(key(name, true), true)).toBe(false));
  it("going back by key is off, so that no form is left by accident", () => expect(isAccelerator(key("ArrowLeft", false, true), true)).toBe(true));
  it("the context menu stays in fields only", () => {
    document.body.innerHTML = "<input id=i><p id=p>x</p>";
    const stop = quietWebview(true);
    const menu = (id: string): boolean => {
      const event = new Event("contextmenu", { bubbles: true, cancelable: true });
      document.getElementById(id)?.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect([menu("i"), menu("p")]).toEqual([false, true]);
    stop();
    expect(menu("p")).toBe(false);
  });
});
