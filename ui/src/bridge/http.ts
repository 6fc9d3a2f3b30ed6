// The way to the core from a browser: POST /operations/{name} and a stream of server-sent events.
// It refuses to carry a token: the session lives in a cookie that no script can read.
import type { Published, Transport } from "./wire";

const PATIENCE_MS = 30_000;

export const httpTransport: Transport = {
  async send({ operation, ...body }, { keepalive }) {
    const response = await fetch(`/operations/${operation}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      credentials: "same-origin",
      cache: "no-store",
      keepalive,
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    // Refusals come with 401 or 422 and faults with 500; all of them carry an outcome.
    return response.json();
  },
  listen(onPublished, onLost) {
    const events = new EventSource("/events");
    let broken = false;
    events.onerror = () => {
      broken = true;
    };
    events.onopen = () => {
      if (broken) onLost();
      broken = false;
    };
    events.onmessage = (message: MessageEvent<string>) => onPublished(JSON.parse(message.data) as Published);
    return () => events.close();
  },
};
