// Tells whether a key belongs to a Chinese input method: digits and Enter then choose candidates and must trigger nothing.
// It refuses to trust one signal: Chromium sets isComposing, WebKit reports keyCode 229, and WebKit also sends the deciding
// keydown after compositionend, when isComposing is false again.

/** Longest time between compositionend and the keydown that caused it, in ms of event time. */
const ECHO_MS = 60;

export class Composition {
  #composing = false;
  #endedAt = Number.NEGATIVE_INFINITY;

  /** Listen on `target`; returns how to stop. */
  watch(target: EventTarget): () => void {
    const start = (): void => {
      this.#composing = true;
    };
    const end = (event: Event): void => {
      this.#composing = false;
      this.#endedAt = event.timeStamp;
    };
    const released = (): void => {
      this.#endedAt = Number.NEGATIVE_INFINITY;
    };
    target.addEventListener("compositionstart", start, true);
    target.addEventListener("compositionend", end, true);
    target.addEventListener("keyup", released, true);
    return () => {
      target.removeEventListener("compositionstart", start, true);
      target.removeEventListener("compositionend", end, true);
      target.removeEventListener("keyup", released, true);
    };
  }

  /** True when the input method has the key. */
  owns(event: KeyboardEvent): boolean {
    return this.#composing || event.isComposing || event.keyCode === 229 || event.timeStamp - this.#endedAt <= ECHO_MS;
  }
}

/** The window's one watcher. */
export const composition = new Composition();
