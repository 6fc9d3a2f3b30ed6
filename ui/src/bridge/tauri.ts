// The way to the core inside the desktop window: one command and one event.
// The only file that may import from @tauri-apps; it refuses to interpret what passes through.
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { Published, Transport } from "./wire";

export const insideTauri = (): boolean => "__TAURI_INTERNALS__" in globalThis;

export const tauriTransport: Transport = {
  send: (envelope) => invoke("operate", { envelope }),
  listen(onPublished, onLost) {
    let stopped = false;
    let stop: (() => void) | null = null;
    listen<Published>("keting://tags", (event) => onPublished(event.payload)).then(
      (unlisten) => {
        if (stopped) unlisten();
        else stop = unlisten;
      },
      onLost,
    );
    return () => {
      stopped = true;
      stop?.();
    };
  },
};
