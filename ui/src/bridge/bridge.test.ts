// Both ways to the core, the four ends of a call, the place, and request ids.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { httpTransport } from "./http";
import { connect, onRefusal, onTags, operate } from "./operate";
import { goTo, place } from "./place";
import { newRequestId, RequestId } from "./request-id";
import type { Envelope, Published, Transport } from "./wire";

const invoked = vi.hoisted(() => ({ calls: [] as unknown[], listeners: [] as [string, (event: { payload: unknown }) => void][], stopped: 0 }));
vi.mock("@tauri-apps/api/core", () => ({
  invoke: async (command: string, input: unknown) => {
    invoked.calls.push([command, input]);
    return { done: { draft: null }, tags: [] };
  },
}));
vi.mock("@tauri-apps/api/event", () => ({
  listen: async (name: string, listener: (event: { payload: unknown }) => void) => {
    invoked.listeners.push([name, listener]);
    return () => void (invoked.stopped += 1);
  },
}));

const envelope: Envelope = { operation: "drafts.read", place: "sample", request_id: null, passive: true, input: { kind: "case_intake" } };
const answering = (answer: unknown): Transport & { sent: Envelope[] } => {
  const sent: Envelope[] = [];
  return {
    sent,
    send: async (one) => {
      sent.push(one);
      if (answer instanceof Error) throw answer;
      return answer;
    },
    listen: () => () => undefined,
  };
};

describe("the window's transport", () => {
  it("invokes the one command with the whole envelope and listens to the one event", async () => {
    const { tauriTransport, insideTauri } = await import("./tauri");
    expect(insideTauri()).toBe(false);
    expect(await tauriTransport.send(envelope, { keepalive: false })).toEqual({ done: { draft: null }, tags: [] });
    expect(invoked.calls).toEqual([["operate", { envelope }]]);
    const heard: Published[] = [];
    const stop = tauriTransport.listen((published) => heard.push(published), () => undefined);
    const [name, listener] = invoked.listeners[0]!;
    expect(name).toBe("keting://tags");
    listener({ payload: { place: "real", tags: ["cases"] } });
    expect(heard).toEqual([{ place: "real", tags: ["cases"] }]);
    await Promise.resolve();
    stop();
    expect(invoked.stopped).toBe(1);
  });
});

describe("the browser's transport", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("posts the envelope without its operation and reads the outcome whatever the status", async () => {
    const fetch = vi.fn(async () => new Response(JSON.stringify({ refused: { code: "not_signed_in", facts: {}, reasons: [] } }), { status: 401 }));
    vi.stubGlobal("fetch", fetch);
    expect(await httpTransport.send(envelope, { keepalive: true })).toEqual({ refused: { code: "not_signed_in", facts: {}, reasons: [] } });
    const [path, init] = fetch.mock.calls[0] as unknown as [string, RequestInit];
    expect(path).toBe("/operations/drafts.read");
    expect(init).toMatchObject({ method: "POST", credentials: "same-origin", keepalive: true, headers: { "content-type": "application/json" } });
    expect(JSON.parse(String(init.body))).toEqual({ place: "sample", request_id: null, passive: true, input: { kind: "case_intake" } });
  });
  it("hears publications, and says when some may have been missed", () => {
    const made: { onmessage?: (event: { data: string }) => void; onerror?: () => void; onopen?: () => void; closed?: boolean }[] = [];
    vi.stubGlobal("EventSource", class {
      closed = false;
      constructor(readonly url: string) {
        made.push(this as never);
      }
      close() {
        this.closed = true;
      }
    });
    const heard: Published[] = [];
    const lost = vi.fn();
    const stop = httpTransport.listen((published) => heard.push(published), lost);
    const source = made[0]!;
    source.onopen?.();
    expect(lost).not.toHaveBeenCalled();
    source.onmessage?.({ data: '{"place":"real","tags":["cases"]}' });
    expect(heard).toEqual([{ place: "real", tags: ["cases"] }]);
    source.onerror?.();
    source.onopen?.();
    expect(lost).toHaveBeenCalledOnce();
    stop();
    expect(source.closed).toBe(true);
  });
});

describe("calling an operation", () => {
  const stops: (() => void)[] = [];
  beforeEach(() => goTo("real"));
  afterEach(() => stops.splice(0).forEach((stop) => stop()));
  const through = (answer: unknown) => {
    const transport = answering(answer);
    stops.push(connect(transport));
    return transport;
  };

  it("gives writes a request id and reads none", async () => {
    const transport = through({ done: {}, tags: [] });
    await operate("accounts.lock", {});
    await operate("accounts.lock", {}, { requestId: "chosen" });
    await operate("drafts.read", { kind: "case_intake" }, { passive: true, place: "sample" });
    await operate("drafts.discard", { kind: "case_intake" });
    expect(transport.sent.map(({ request_id }) => request_id)).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), "chosen", null, null]);
    expect(transport.sent[2]).toMatchObject({ place: "sample", passive: true });
  });
  it("ends in one of four ways and never throws", async () => {
    through({ done: { draft: null }, tags: [] });
    expect(await operate("drafts.read", { kind: "case_intake" })).toMatchObject({ is: "done", output: { draft: null } });
    through({ refused: { code: "not_found" } });
    expect(await operate("cases.read", { id: "x" })).toEqual({ is: "refused", problem: { code: "not_found", facts: {}, reasons: [] } });
    through({ broken: { log_id: "77" } });
    expect(await operate("cases.read", { id: "x" })).toEqual({ is: "broken", logId: "77" });
    for (const nothing of [new Error("network"), null, "<html>", { unknown: 1 }, { refused: 3 }]) {
      through(nothing);
      expect(await operate("cases.read", { id: "x" })).toEqual({ is: "unanswered" });
    }
  });
  it("tells stale tags and refusals to who listens", async () => {
    const tags = vi.fn();
    const refusals = vi.fn();
    stops.push(onTags(tags), onRefusal(refusals));
    through({ done: {}, tags: ["session"] });
    await operate("accounts.lock", {});
    expect(tags).toHaveBeenCalledWith({ place: "real", tags: ["session"], mine: true });
    through({ refused: { code: "session_locked", facts: {}, reasons: [] } });
    await operate("cases.read", { id: "x" });
    expect(refusals).toHaveBeenCalledWith({ code: "session_locked", facts: {}, reasons: [] }, "real");
  });
});

describe("the place", () => {
  it("is remembered for this window only", () => {
    goTo("sample");
    expect([place.value, sessionStorage.getItem("keting.place"), localStorage.length]).toEqual(["sample", "sample", 0]);
    goTo("real");
  });
});

describe("a request id", () => {
  it("stays for the same content, changes with it, and is new after success", () => {
    const id = new RequestId();
    const first = id.for({ matter: "a" });
    expect(id.for({ matter: "a" })).toBe(first);
    const second = id.for({ matter: "b" });
    expect(second).not.toBe(first);
    id.renew();
    expect(id.for({ matter: "b" })).not.toBe(second);
  });
  it("survives a crash together with its content, and only with it", () => {
    const before = new RequestId();
    const id = before.for({ matter: "a" });
    const after = new RequestId();
    after.resume(JSON.parse(JSON.stringify(before.kept)));
    expect(after.for({ matter: "a" })).toBe(id);
    expect(after.for({ matter: "a!" })).not.toBe(id);
  });
  it("is a UUID even where the browser has no randomUUID", () => {
    vi.stubGlobal("crypto", { getRandomValues: (bytes: Uint8Array) => globalThis.crypto === undefined ? bytes : bytes.fill(255) });
    expect(newRequestId()).toBe("ffffffff-ffff-4fff-bfff-ffffffffffff");
    vi.unstubAllGlobals();
  });
});
