// Calls an operation and turns whatever comes back into a Result.
// It refuses to throw: a caller with a form full of text must always get an answer that it can show.
import { OPERATIONS, TAGS } from "./generated";
import { place } from "./place";
import { newRequestId } from "./request-id";
import type { Envelope, Input, OperationName, Outcome, Output, Place, Problem, Result, Tag, Transport } from "./wire";

export interface CallOptions {
  /** For writes: the id of the form's content. A fresh one is made when the call has no form behind it. */
  requestId?: string;
  /** True when the machine and not the person asks. */
  passive?: boolean;
  /** Another place than the one the window is in. */
  place?: Place;
  /** Let the call outlive the page (it is being hidden or closed). */
  keepalive?: boolean;
}

type Listener = (event: { place: Place; tags: readonly Tag[]; mine: boolean }) => void;
const tagListeners = new Set<Listener>();
const refusalListeners = new Set<(problem: Problem, place: Place) => void>();
let transport: Transport | null = null;

/** Choose how envelopes travel; returns how to stop listening. Everything is stale after a gap in the publications. */
export function connect(through: Transport): () => void {
  transport = through;
  const tell: Listener = (event) => tagListeners.forEach((listener) => listener(event));
  return through.listen(
    (published) => tell({ ...published, mine: false }),
    () => tell({ place: place.value, tags: TAGS, mine: false }),
  );
}

/** Hear which tags are stale. `mine` tells this window's own writes from everybody's publications. */
export function onTags(listener: Listener): () => void {
  tagListeners.add(listener);
  return () => tagListeners.delete(listener);
}

/** Hear refusals of any call, so that a lock or an ended session shows wherever it was met. */
export function onRefusal(listener: (problem: Problem, place: Place) => void): () => void {
  refusalListeners.add(listener);
  return () => refusalListeners.delete(listener);
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

function readOutcome(answer: unknown): Outcome | null {
  if (!isObject(answer)) return null;
  if ("done" in answer) return { done: answer["done"], tags: Array.isArray(answer["tags"]) ? (answer["tags"] as Tag[]) : [] };
  const refused = answer["refused"];
  if (isObject(refused) && typeof refused["code"] === "string") {
    return { refused: { facts: {}, reasons: [], ...refused } as unknown as Problem };
  }
  const broken = answer["broken"];
  if (isObject(broken)) return { broken: { log_id: String(broken["log_id"] ?? "") } };
  return null;
}

/** Call operation `name`. Resolves always; see Result for the four ways it can end. */
export async function operate<N extends OperationName>(name: N, input: Input<N>, options: CallOptions = {}): Promise<Result<Output<N>>> {
  if (transport === null) return { is: "unanswered" };
  const envelope: Envelope = {
    operation: name,
    place: options.place ?? place.value,
    request_id: OPERATIONS[name].kind === "write" ? (options.requestId ?? newRequestId()) : null,
    passive: options.passive ?? false,
    input,
  };
  let outcome: Outcome | null;
  try {
    outcome = readOutcome(await transport.send(envelope, { keepalive: options.keepalive ?? false }));
  } catch {
    outcome = null;
  }
  if (outcome === null) return { is: "unanswered" };
  if ("broken" in outcome) return { is: "broken", logId: outcome.broken.log_id };
  if ("refused" in outcome) {
    const { refused } = outcome;
    refusalListeners.forEach((listener) => listener(refused, envelope.place));
    return { is: "refused", problem: refused };
  }
  const { tags } = outcome;
  if (tags.length > 0) tagListeners.forEach((listener) => listener({ place: envelope.place, tags, mine: true }));
  return { is: "done", output: outcome.done as Output<N>, tags };
}
