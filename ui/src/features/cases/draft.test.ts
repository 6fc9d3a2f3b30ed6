// Drafts: kept late enough to be cheap, early enough to survive.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { operate } from "@/bridge";
import { DraftKeeper } from "./draft";

type Sent = [name: string, input: { body?: string }, options?: { keepalive?: boolean }];

describe("a draft", () => {
  let sent: Sent[];
  let answer: (name: string) => Promise<unknown>;
  let keeper: DraftKeeper;
  beforeEach(() => {
    vi.useFakeTimers();
    sent = [];
    answer = async (name) => ({ is: "done", output: name === "drafts.read" ? { draft: null } : { saved_at: 1 }, tags: [] });
    const call = ((name: string, input: object, options?: object) => {
      sent.push([name, input, options] as Sent);
      return answer(name);
    }) as unknown as typeof operate;
    keeper = new DraftKeeper("case_intake", call);
  });
  afterEach(() => vi.useRealTimers());
  const bodies = (): unknown[] => sent.map(([name, input]) => input.body ?? name);

  it("waits a quarter of a second after the last key and then keeps the newest text once", async () => {
    keeper.change("a");
    await vi.advanceTimersByTimeAsync(200);
    keeper.change("ab");
    await vi.advanceTimersByTimeAsync(249);
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(bodies()).toEqual(["ab"]);
    expect(keeper.state.value).toBe("saved");
  });
  it("goes at once when the page is going, and outlives it", async () => {
    keeper.change("a");
    await keeper.flush(true);
    expect(sent[0]?.[2]).toEqual({ keepalive: true });
    await vi.advanceTimersByTimeAsync(500);
    expect(sent).toHaveLength(1);
  });
  it("says when it was not kept, and tries again with the next flush", async () => {
    answer = async () => ({ is: "broken", logId: "1" });
    keeper.change("a");
    await vi.advanceTimersByTimeAsync(250);
    expect(keeper.state.value).toBe("failed");
    answer = async () => ({ is: "done", output: {}, tags: [] });
    await keeper.flush();
    expect(bodies()).toEqual(["a", "a"]);
    expect(keeper.state.value).toBe("saved");
  });
  it("is discarded only after a keep that is still under way", async () => {
    let finish: (value: unknown) => void = () => undefined;
    answer = (name) => (name === "drafts.keep" ? new Promise((resolve) => (finish = resolve)) : Promise.resolve({ is: "done", output: {}, tags: [] }));
    keeper.change("a");
    const keeping = keeper.flush();
    await vi.advanceTimersByTimeAsync(0);
    const gone = keeper.discard();
    await vi.advanceTimersByTimeAsync(0);
    expect(bodies()).toEqual(["a"]);
    finish({ is: "done", output: {}, tags: [] });
    await Promise.all([keeping, gone]);
    expect(bodies()).toEqual(["a", "drafts.discard"]);
    expect(keeper.state.value).toBe("none");
  });
  it("comes back from the core after a start, and from this window before that", async () => {
    answer = async () => ({ is: "done", output: { draft: { body: "old", saved_at: 7 } }, tags: [] });
    expect(await keeper.restore()).toEqual({ body: "old", savedAt: 7 });
    keeper.change("newer");
    expect(await keeper.restore()).toEqual({ body: "newer", savedAt: null });
  });
  it("does not come back over what was typed while it was being read", async () => {
    answer = async () => ({ is: "done", output: { draft: { body: "old", saved_at: 7 } }, tags: [] });
    const reading = keeper.restore();
    keeper.change("typed");
    expect(await reading).toBeNull();
  });
});
