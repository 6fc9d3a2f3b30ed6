// Follows the session: a lock or an ended session shows at once wherever it was met, and an idle desk locks itself.
// It refuses to decide: the core locks and ends sessions; this only notices, and asks for a lock when nobody has touched anything.
import { onScopeDispose, watch } from "vue";
import { forgetReads, onRefusal, operate, place, queries } from "@/bridge";
import { leave } from "@/shared/leaving";
import type { useSession } from "@/shared/session";

const CHECK_MS = 1_000;
/** Someone who reads or scrolls is at the desk although no call shows it, so the core is told now and then. */
const TOUCH_MS = 60_000;
const SIGNS = ["keydown", "pointerdown", "pointermove", "wheel"] as const;

export function useGuard({ me, query }: ReturnType<typeof useSession>): void {
  let lastSign = Date.now();
  let lastTouch = Date.now();
  let asking = false;
  const sign = (): void => {
    lastSign = Date.now();
  };
  SIGNS.forEach((name) => window.addEventListener(name, sign, { passive: true, capture: true }));

  async function check(): Promise<void> {
    const present = me.value;
    if (present === null || present.locked || asking) return;
    const now = Date.now();
    asking = true;
    try {
      if (now - lastSign >= present.idle_lock_seconds * 1000) {
        await leave();
        await operate("accounts.lock", {});
      } else if (now - lastTouch >= TOUCH_MS && lastSign > lastTouch) {
        lastTouch = now;
        await operate("centre.status", {});
      }
    } finally {
      asking = false;
    }
  }
  const timer = setInterval(() => void check(), CHECK_MS);
  const stop = onRefusal(({ code }, at) => {
    if (at === place.value && (code === "session_locked" || code === "not_signed_in" || code === "not_set_up")) void query.refetch();
  });
  watch(() => me.value?.locked, (locked, before) => {
    lastSign = Date.now();
    if (before === true && locked === false) void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "centre.status" });
  });
  watch(() => me.value?.account_id, (_, before) => {
    lastSign = Date.now();
    if (before !== undefined) forgetReads();
  });
  onScopeDispose(() => {
    clearInterval(timer);
    stop();
    SIGNS.forEach((name) => window.removeEventListener(name, sign, { capture: true }));
  });
}
