// Reads follow tags, and say when it was not a person who asked.
import { mount, flushPromises } from "@vue/test-utils";
import { VueQueryPlugin } from "@tanstack/vue-query";
import { defineComponent, h } from "vue";
import { afterEach, describe, expect, it } from "vitest";
import { connect, operate } from "./operate";
import { queries, useRead } from "./reads";
import type { Envelope, Published } from "./wire";

describe("a read", () => {
  let stop = (): void => undefined;
  afterEach(() => {
    stop();
    queries.clear();
  });

  it("is fetched once, again when a publication makes its tag stale, and then as a passive call", async () => {
    const sent: Envelope[] = [];
    let publish: (published: Published) => void = () => undefined;
    stop = connect({
      send: async (envelope) => {
        sent.push(envelope);
        return envelope.operation === "accounts.list" ? { done: { accounts: [] }, tags: [] } : { done: {}, tags: ["accounts"] };
      },
      listen: (listener) => {
        publish = listener;
        return () => undefined;
      },
    });
    mount(defineComponent({ setup: () => { const read = useRead("accounts.list", {}); return () => h("p", String(read.data.value?.accounts.length)); } }), {
      global: { plugins: [[VueQueryPlugin, { queryClient: queries }]] },
    });
    await flushPromises();
    const passive = (): boolean[] => sent.filter(({ operation }) => operation === "accounts.list").map((one) => one.passive);
    expect(passive()).toEqual([false]);
    publish({ place: "real", tags: ["cases"] });
    publish({ place: "sample", tags: ["accounts"] });
    await flushPromises();
    expect(passive()).toEqual([false]);
    publish({ place: "real", tags: ["accounts"] });
    await flushPromises();
    expect(passive()).toEqual([false, true]);
    await operate("accounts.create", { name: "", login: "", password: "", roles: [] });
    await flushPromises();
    expect(passive()).toEqual([false, true, false]);
  });
});
