// Lets the stand-in answer instead of the core while developing; its state survives a reload of the page.
// It refuses to be anything but a convenience: see transport.ts for why it can't reach production.
import type { Envelope, Transport } from "../wire";
import { MockHouse, type HouseState } from "./house";

const KEY = "keting.mock";

export function mockTransport(house = new MockHouse(), store: Storage | null = globalThis.sessionStorage ?? null): Transport {
  const kept = store?.getItem(KEY);
  if (kept) house.state = JSON.parse(kept) as HouseState;
  return {
    async send(envelope: Envelope) {
      const outcome = house.call(JSON.parse(JSON.stringify(envelope)) as Envelope);
      store?.setItem(KEY, JSON.stringify(house.state));
      return structuredClone(outcome);
    },
    listen: (onPublished) => house.listen(onPublished),
  };
}
