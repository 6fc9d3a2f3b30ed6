// The one place that turns keys into actions, so that every shortcut ignores input methods in the same way.
// It refuses keys that an input method owns, keys that somebody already dealt with, and bare digits while text is being typed.
import { onBeforeUnmount } from "vue";
import { composition } from "./composition";
import { layerOpen } from "./layers";

export interface Shortcut {
  /** Such as "F2", "Ctrl+Enter", "Escape", "1". Ctrl is Command on macOS. */
  keys: string;
  run: (event: KeyboardEvent) => void;
  /** Only then; otherwise the key passes on. */
  when?: () => boolean;
}

const active: Shortcut[] = [];
/** Whether a dialog or list was open when the key went down; it may have closed itself by the time the key arrives here. */
let underLayer = false;

/** The name of a pressed key in the form that `Shortcut.keys` uses. */
export function keyName(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const parts = [event.ctrlKey || event.metaKey ? "Ctrl" : "", event.altKey ? "Alt" : "", event.shiftKey && event.key.length > 1 ? "Shift" : "", key];
  return parts.filter((part) => part !== "").join("+");
}

export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLTextAreaElement || target.isContentEditable) return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit"].includes(target.type);
}

/** Ctrl and function keys mean the same everywhere, so they are looked at before any control sees them: a ticked box, for one,
    swallows Enter even with Ctrl. Bare keys and Esc belong to the control first. */
const isCommand = (name: string): boolean => name.startsWith("Ctrl+") || /^F\d+$/.test(name);

/** Run the youngest shortcut that fits. Returns whether one did. */
export function press(event: KeyboardEvent): boolean {
  if (underLayer || event.defaultPrevented || event.repeat || composition.owns(event)) return false;
  const name = keyName(event);
  const bare = name.length === 1;
  if (bare && takesText(event.target)) return false;
  if ((event.target as Element | null)?.closest?.("[inert]")) return false;
  for (const shortcut of [...active].reverse()) {
    if (shortcut.keys !== name || shortcut.when?.() === false) continue;
    event.preventDefault();
    shortcut.run(event);
    return true;
  }
  return false;
}

/** Add shortcuts; returns how to remove them. Younger ones win over older ones. */
export function addShortcuts(shortcuts: readonly Shortcut[]): () => void {
  active.push(...shortcuts);
  return () => {
    for (const shortcut of shortcuts) {
      const index = active.indexOf(shortcut);
      if (index >= 0) active.splice(index, 1);
    }
  };
}

/** Shortcuts that hold while the component is there. Added during setup, so that a screen is younger than the frame around it. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  onBeforeUnmount(addShortcuts(shortcuts));
}

/** Start listening on the window; returns how to stop. */
export function listenForShortcuts(target: Window = window): () => void {
  const unwatch = composition.watch(target);
  const before = (event: KeyboardEvent): void => {
    underLayer = layerOpen.value;
    if (isCommand(keyName(event))) press(event);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (!isCommand(keyName(event))) press(event);
  };
  target.addEventListener("keydown", before, true);
  target.addEventListener("keydown", onKey);
  return () => {
    unwatch();
    target.removeEventListener("keydown", before, true);
    target.removeEventListener("keydown", onKey);
  };
}
