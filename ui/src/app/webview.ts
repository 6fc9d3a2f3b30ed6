// Turns off what a web view does by itself and a desk application must not: find bars, reload, printing the page, the context menu.
// It refuses to touch editing keys (copy, paste, undo, select all) and the input method.

const PLAIN = new Set(["F3", "F5", "F7", "F12"]);
const WITH_CTRL = new Set(["f", "g", "j", "p", "r", "u", "s", "o", "d", "h", "+", "-", "=", "0"]);
const ZOOM = new Set(["+", "-", "=", "0"]);

/** Whether the web view's own reaction to this key is unwanted. Zooming stays: it helps people read. */
export function isAccelerator(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">, production: boolean): boolean {
  if (PLAIN.has(event.key)) return production || (event.key !== "F12" && event.key !== "F5");
  if (event.altKey && (event.key === "ArrowLeft" || event.key === "ArrowRight")) return true;
  const key = event.key.toLowerCase();
  if (!(event.ctrlKey || event.metaKey) || ZOOM.has(key)) return false;
  return WITH_CTRL.has(key) && (production || key !== "r");
}

/** Switch the accelerators off; returns how to switch them on again. */
export function quietWebview(production: boolean, target: Window = window): () => void {
  const onKey = (event: KeyboardEvent): void => {
    // Only the web view's own reaction goes; our shortcuts have looked at the key already.
    if (isAccelerator(event, production)) event.preventDefault();
  };
  const onMenu = (event: Event): void => {
    const place = event.target instanceof Element ? event.target.closest("input, textarea, [contenteditable], [data-selectable]") : null;
    if (production && place === null && String(getSelection() ?? "") === "") event.preventDefault();
  };
  target.addEventListener("keydown", onKey);
  target.addEventListener("contextmenu", onMenu);
  return () => {
    target.removeEventListener("keydown", onKey);
    target.removeEventListener("contextmenu", onMenu);
  };
}
