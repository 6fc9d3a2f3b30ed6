// Each signal by which an input method owns a key.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Composition } from "./composition";

const key = (init: KeyboardEventInit & { keyCode?: number } = {}, at?: number): KeyboardEvent => {
  const event = new KeyboardEvent("keydown", { bubbles: true, ...init });
  if (init.keyCode !== undefined) Object.defineProperty(event, "keyCode", { value: init.keyCode });
  if (at !== undefined) Object.defineProperty(event, "timeStamp", { value: at });
  return event;
};
const ended = (at: number): Event => {
  const event = new Event("compositionend");
  Object.defineProperty(event, "timeStamp", { value: at });
  return event;
};

describe("an input method owns a key", () => {
  let target: EventTarget;
  let composition: Composition;
  let stop: () => void;
  beforeEach(() => {
    target = new EventTarget();
    composition = new Composition();
    stop = composition.watch(target);
  });
  afterEach(() => stop());

  it("not when nothing is being composed", () => expect(composition.owns(key({ key: "Enter" }))).toBe(false));
  it("when the browser says so", () => expect(composition.owns(key({ key: "1", isComposing: true }))).toBe(true));
  it("when WebKit reports keyCode 229", () => expect(composition.owns(key({ key: "Enter", keyCode: 229 }))).toBe(true));
  it("between compositionstart and compositionend", () => {
    target.dispatchEvent(new Event("compositionstart"));
    expect(composition.owns(key({ key: "2" }))).toBe(true);
  });
  it("when WebKit sends the deciding keydown right after compositionend", () => {
    target.dispatchEvent(new Event("compositionstart"));
    target.dispatchEvent(ended(1000));
    expect(composition.owns(key({ key: "Enter" }, 1012))).toBe(true);
    expect(composition.owns(key({ key: "Enter" }, 1400))).toBe(false);
  });
  it("no longer once a key was released, as after Chromium's compositionend", () => {
    target.dispatchEvent(ended(1000));
    target.dispatchEvent(new Event("keyup"));
    expect(composition.owns(key({ key: "Enter" }, 1012))).toBe(false);
  });
});
