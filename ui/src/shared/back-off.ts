// Counts down the seconds that the core asks one to wait after too many failures.
// It refuses to let anybody in early or late: the core decides, this only shows.
import { computed, onScopeDispose, ref } from "vue";
import type { Failed } from "./refusal";

export function useBackOff(clock: () => number = () => Date.now()) {
  const until = ref(0);
  const at = ref(clock());
  const timer = setInterval(() => {
    at.value = clock();
  }, 250);
  onScopeDispose(() => clearInterval(timer));
  const left = computed(() => Math.max(0, Math.ceil((until.value - at.value) / 1000)));

  /** Take up the wait of an answer, if it asks for one. */
  function heed(result: Failed): void {
    if (result.is !== "refused") return;
    const facts = [result.problem, ...result.problem.reasons].find(({ code }) => code === "back_off")?.facts;
    const seconds = Number(facts?.["wait_seconds"] ?? 0);
    at.value = clock();
    if (seconds > 0) until.value = at.value + seconds * 1000;
  }
  return { left, heed };
}
