// Request ids: what makes a write happen exactly once however often it is sent.
// One id belongs to one content. A retry of the same content keeps it; edited content gets a new one.

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** A random UUID. `crypto.randomUUID` is missing where the address is not a secure one. */
export function newRequestId(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const text = hex(bytes);
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join("-");
}

export interface KeptAttempt { id: string; content: string }

/** The request id of a form. Ask for it with the content that is about to be sent. */
export class RequestId {
  #kept: KeptAttempt | null = null;

  for(content: unknown): string {
    const text = JSON.stringify(content);
    if (this.#kept?.content !== text) this.#kept = { id: newRequestId(), content: text };
    return this.#kept.id;
  }

  /** After success: the next thing sent is a new thing even if it reads the same. */
  renew(): void {
    this.#kept = null;
  }

  /** Take up an attempt that an earlier run of the app left behind, so that its retry is still the same request. */
  resume(kept: KeptAttempt | null): void {
    this.#kept = kept;
  }

  get kept(): KeptAttempt | null {
    return this.#kept;
  }
}
