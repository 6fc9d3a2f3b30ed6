// What a form shows after an answer that is not "done": every reason, at its field and in one summary.
// It refuses to touch what was typed, and to invent a reason that the core did not give.
import { computed, nextTick, shallowRef } from "vue";
import type { Code, Facts, Problem, Reason, Result } from "@/bridge";
import type { MessageKey, Words } from "@/i18n";

export type Failed = Exclude<Result<unknown>, { is: "done" }>;

/** The sentence of a code. An unknown code (a newer core) is shown as it is rather than hidden. */
export function sentence(t: Words, { code, facts }: { code: Code; facts: Facts }): string {
  const key: MessageKey = `problem.${code}`;
  const text = t(key, facts);
  return text === key ? code : text;
}

/** The reasons of a problem; a problem without any is its own reason. */
export const reasonsOf = (problem: Problem): Reason[] =>
  problem.reasons.length > 0 ? problem.reasons : [{ code: problem.code, facts: problem.facts, field: null }];

/** One form's refusal. `fieldId` turns a field path into the id of its control. */
export function useRefusal(fieldId: (path: string) => string) {
  const failed = shallowRef<Failed | null>(null);
  const reasons = computed<Reason[]>(() => (failed.value?.is === "refused" ? reasonsOf(failed.value.problem) : []));
  const of = (path: string): Reason[] => reasons.value.filter(({ field }) => field === path);

  /** Keep a failure and put the focus on the first field it names, else on the summary. */
  async function show(result: Failed, summary: () => HTMLElement | null): Promise<void> {
    failed.value = result;
    await nextTick();
    const first = reasons.value.map(({ field }) => (field === null ? null : document.getElementById(fieldId(field)))).find((element) => element !== null);
    (first ?? summary())?.focus();
  }

  /** Once a field is edited its reasons no longer hold. */
  function edited(path: string): void {
    if (failed.value?.is !== "refused" || of(path).length === 0) return;
    const rest = reasons.value.filter(({ field }) => field !== path);
    failed.value = rest.length === 0 ? null : { is: "refused", problem: { ...failed.value.problem, reasons: rest } };
  }

  return { failed, reasons, of, show, edited, clear: () => (failed.value = null) };
}
export type Refusal = ReturnType<typeof useRefusal>;
