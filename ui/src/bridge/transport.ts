// Picks the way to the core for where the page runs: the desktop window, a browser, or (only while developing) a stand-in.
// It refuses to reach the stand-in from a production build: the branch disappears when the bundle is made.
import { httpTransport } from "./http";
import { insideTauri, tauriTransport } from "./tauri";
import type { Transport } from "./wire";

export async function chooseTransport(): Promise<Transport> {
  if (insideTauri()) return tauriTransport;
  if (import.meta.env.DEV && import.meta.env["VITE_REAL"] === undefined) {
    return (await import("./mock/transport")).mockTransport();
  }
  return httpTransport;
}
