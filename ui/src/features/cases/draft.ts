// Keeps what is being typed with the core, a quarter of a second after the last key, and gives it back after a crash.
// It refuses to let calls overtake each other: the newest text is always the one that stays, and a discarded draft stays discarded.
import { shallowRef } from "vue";
import { operate, type Input } from "@/bridge";

export type DraftState = "none" | "saving" | "saved" | "failed";
type Call = typeof operate;

const DELAY_MS = 250;

export class DraftKeeper {
  readonly state = shallowRef<DraftState>("none");
  /** The newest text of this window, kept here as well in case the session ends before it could be sent. */
  #latest: string | null = null;
  #sent: string | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly kind: Input<"drafts.keep">["kind"],
    private readonly call: Call = operate,
    private readonly delay = DELAY_MS,
  ) {}

  #wait(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** Something was typed. */
  change(body: string): void {
    this.#latest = body;
    this.#wait();
    this.#timer = setTimeout(() => void this.flush(), this.delay);
  }

  /** Send what is waiting, now. With `keepalive` the call outlives the page. */
  flush(keepalive = false): Promise<void> {
    this.#wait();
    const body = this.#latest;
    if (body === null || body === this.#sent) return this.#queue.then(() => undefined);
    this.#sent = body;
    this.state.value = "saving";
    const keep = async (): Promise<void> => {
      const result = await this.call("drafts.keep", { kind: this.kind, body }, { keepalive });
      if (this.#sent !== body) return;
      this.state.value = result.is === "done" ? "saved" : "failed";
      if (result.is !== "done") this.#sent = null;
    };
    // A page that goes can't wait for earlier calls.
    const sending = keepalive ? keep() : this.#queue.then(keep);
    this.#queue = sending;
    return sending;
  }

  /** The draft of this window or, after a start, the one that the core has. */
  async restore(): Promise<{ body: string; savedAt: number | null } | null> {
    if (this.#latest !== null) return { body: this.#latest, savedAt: null };
    await this.#queue;
    const result = await this.call("drafts.read", { kind: this.kind });
    if (result.is !== "done" || result.output.draft === null || this.#latest !== null) return null;
    this.#sent = result.output.draft.body;
    this.state.value = "saved";
    return { body: result.output.draft.body, savedAt: result.output.draft.saved_at };
  }

  /** The text has become a case, or was cleared. */
  discard(): Promise<void> {
    this.#wait();
    this.#latest = null;
    this.#sent = null;
    this.state.value = "none";
    const gone = this.#queue.then(async () => {
      // Typed again meanwhile: the next keep overwrites it anyway.
      if (this.#latest === null) await this.call("drafts.discard", { kind: this.kind });
    });
    this.#queue = gone;
    return gone;
  }
}

const keepers = new Map<string, DraftKeeper>();

/** The keeper of one account in one place; it survives leaving and re-entering the screen. */
export function intakeKeeper(owner: string): DraftKeeper {
  const keeper = keepers.get(owner) ?? new DraftKeeper("case_intake");
  keepers.set(owner, keeper);
  return keeper;
}
