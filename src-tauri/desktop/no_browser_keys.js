// The webview is a browser and has a browser's own keys and menu: reload, find, print, history, caret browsing. On a desk they would throw
// a form away or hide what a key of ours means. This keeps them from acting; the page still receives every key.
// It refuses to touch keys of an input method: while one composes, every key belongs to it.
(() => {
  const alone = new Set(["F1", "F3", "F5", "F6", "F7", "F11", "F12", "BrowserBack", "BrowserForward", "BrowserRefresh"]);
  const withControl = new Set(["d", "f", "g", "h", "j", "n", "o", "p", "r", "s", "t", "u", "w", "+", "-", "=", "0", "F5"]);
  const withAlt = new Set(["ArrowLeft", "ArrowRight", "Home"]);
  const composing = (event) => event.isComposing || event.keyCode === 229;
  const isBrowserKey = (event) =>
    alone.has(event.key)
    || ((event.ctrlKey || event.metaKey) && withControl.has(event.key.length === 1 ? event.key.toLowerCase() : event.key))
    || (event.altKey && withAlt.has(event.key));
  addEventListener("keydown", (event) => {
    if (!composing(event) && isBrowserKey(event)) event.preventDefault();
  }, { capture: true });
  const isTyping = (target) => target instanceof Element && target.closest("input, textarea, [contenteditable]") !== null;
  // The menu of a text field (copy, paste) stays.
  addEventListener("contextmenu", (event) => {
    if (!isTyping(event.target)) event.preventDefault();
  }, { capture: true });
  // A file dropped beside its target would replace the page.
  for (const kind of ["dragover", "drop"]) addEventListener(kind, (event) => event.preventDefault());
})();
