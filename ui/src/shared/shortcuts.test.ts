// Shortcuts, above all when they must not act.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { mount } from "@vue/test-utils";
import { defineComponent, ref } from "vue";
import { useDialogLayer } from "./layers";
import { addShortcuts, keyName, listenForShortcuts, type Shortcut } from "./shortcuts";

const press = (target: EventTarget, key: string, init: KeyboardEventInit = {}): KeyboardEvent => {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init });
  target.dispatchEvent(event);
  return event;
};

describe("shortcuts", () => {
  const removers: (() => void)[] = [];
  let input: HTMLInputElement;
  let box: HTMLButtonElement;
  const add = (...shortcuts: Shortcut[]): void => void removers.push(addShortcuts(shortcuts));
  beforeEach(() => {
    input = document.createElement("input");
    box = document.createElement("button");
    document.body.append(input, box);
    removers.push(listenForShortcuts());
  });
  afterEach(() => removers.splice(0).forEach((remove) => remove()));

  it("are named by their modifiers and key", () => {
    expect(keyName(new KeyboardEvent("keydown", { key: "l", ctrlKey: true }))).toBe("Ctrl+L");
    expect(keyName(new KeyboardEvent("keydown", { key: "Enter", metaKey: true }))).toBe("Ctrl+Enter");
    expect(keyName(new KeyboardEvent("keydown", { key: "Tab", shiftKey: true }))).toBe("Shift+Tab");
  });
  it("run and keep the key from the web view", () => {
    const run = vi.fn();
    add({ keys: "F2", run });
    expect(press(input, "F2").defaultPrevented).toBe(true);
    expect(run).toHaveBeenCalledOnce();
  });
  it("ignore keys of an input method, whichever way it says so", () => {
    const run = vi.fn();
    add({ keys: "Ctrl+Enter", run }, { keys: "1", run }, { keys: "Escape", run });
    press(input, "Enter", { ctrlKey: true, isComposing: true });
    const webkit = new KeyboardEvent("keydown", { key: "Escape", bubbles: true });
    Object.defineProperty(webkit, "keyCode", { value: 229 });
    box.dispatchEvent(webkit);
    box.dispatchEvent(new Event("compositionstart", { bubbles: true }));
    press(box, "1");
    box.dispatchEvent(new Event("compositionend", { bubbles: true }));
    press(box, "1");
    expect(run).not.toHaveBeenCalled();
    box.dispatchEvent(new KeyboardEvent("keyup", { key: "1", bubbles: true }));
    press(box, "1");
    expect(run).toHaveBeenCalledOnce();
  });
  it("leave bare digits to a text field and take them elsewhere", () => {
    const run = vi.fn();
    add({ keys: "1", run });
    press(input, "1");
    expect(run).not.toHaveBeenCalled();
    press(box, "1");
    expect(run).toHaveBeenCalledOnce();
  });
  it("with Ctrl work although a control swallows the key, but Esc belongs to the control first", () => {
    const save = vi.fn();
    const back = vi.fn();
    add({ keys: "Ctrl+Enter", run: save }, { keys: "Escape", run: back });
    box.addEventListener("keydown", (event) => event.preventDefault());
    press(box, "Enter", { ctrlKey: true });
    press(box, "Escape");
    expect(save).toHaveBeenCalledOnce();
    expect(back).not.toHaveBeenCalled();
  });
  it("give way to younger ones and to their own condition", () => {
    const older = vi.fn();
    const younger = vi.fn();
    let allowed = true;
    add({ keys: "F2", run: older });
    add({ keys: "F2", run: younger, when: () => allowed });
    press(box, "F2");
    allowed = false;
    press(box, "F2");
    expect([younger.mock.calls.length, older.mock.calls.length]).toEqual([1, 1]);
  });
  it("wait while a dialog is open, and for a key that is held down", () => {
    const run = vi.fn();
    add({ keys: "F2", run });
    const open = ref(true);
    mount(defineComponent({ setup: () => (useDialogLayer(open), () => null) }));
    press(box, "F2");
    open.value = false;
    press(box, "F2", { repeat: true });
    expect(run).not.toHaveBeenCalled();
  });
});
