// The shapes that travel: envelope out, outcome back, the same over the window's IPC and over HTTP.
// It refuses to know any single operation; those are in generated.ts.
import type { Code, OperationName, Operations, Tag } from "./generated";

export type { Code, OperationName, Operations, Tag } from "./generated";

export type Input<N extends OperationName> = Operations[N]["input"];
export type Output<N extends OperationName> = Operations[N]["output"];

/** The real data folder, or the sample centre in its own folder. */
export type Place = Output<"centre.status">["place"];

export type Facts = Record<string, string | number>;
/** One thing that is wrong; `field` is a path such as "visitor.phone", or null when it concerns the whole. */
export interface Reason { code: Code; field: string | null; facts: Facts }
/** A refusal: one code for the whole, and every reason at once. */
export interface Problem { code: Code; facts: Facts; reasons: Reason[] }

export interface Envelope {
  operation: OperationName;
  place: Place;
  /** A UUID made here; required for every `write`, null otherwise. */
  request_id: string | null;
  /** True for automatic refetches, which must not keep an idle session awake. */
  passive: boolean;
  input: unknown;
}

export type Outcome =
  | { done: unknown; tags: Tag[] }
  | { refused: Problem }
  | { broken: { log_id: string } };

/** Tags published after somebody's commit. */
export interface Published { place: Place; tags: Tag[] }

/** What a caller gets. `unanswered` means nobody knows whether the work was done: retry with the same request id. */
export type Result<T> =
  | { is: "done"; output: T; tags: Tag[] }
  | { is: "refused"; problem: Problem }
  | { is: "broken"; logId: string }
  | { is: "unanswered" };

/** How envelopes reach the core. Rejects when no answer arrived. */
export interface Transport {
  send(envelope: Envelope, options: { keepalive: boolean }): Promise<unknown>;
  /** Calls back on every publication; `lost` when publications may have been missed. Returns how to stop. */
  listen(onPublished: (published: Published) => void, onLost: () => void): () => void;
}
