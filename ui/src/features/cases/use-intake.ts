// The life of one intake: restored, typed, kept, sent once, cleared. Everything about it that is not a picture.
// It refuses to clear the form for any answer but "done".
import { computed, onBeforeUnmount, onMounted, reactive, ref, shallowRef, watch } from "vue";
import { operate, place, RequestId, type Output } from "@/bridge";
import { useWords } from "@/i18n";
import { beforeLeaving } from "@/shared/leaving";
import { sentence, useRefusal } from "@/shared/refusal";
import { useSession } from "@/shared/session";
import { intakeKeeper } from "./draft";
import { draftBody, emptyIntake, FORM_FIELDS, intakeFieldId, intakeInput, isUntouched, localReasons, mergeRestored, readDraftBody, UNDER_MORE, type IntakeForm } from "./intake";

export function useIntake(summary: () => HTMLElement | null) {
  const { t } = useWords();
  const { me, zone } = useSession();
  const form = reactive<IntakeForm>(emptyIntake());
  const requestId = new RequestId();
  const keeper = intakeKeeper(`${place.value} ${me.value?.account_id ?? ""}`);
  const refusal = useRefusal(intakeFieldId);
  const busy = ref(false);
  const more = ref(false);
  const startedAt = ref<number | null>(null);
  const restoredAt = ref<number | null>(null);
  const saved = shallowRef<Output<"cases.register"> | null>(null);
  const cleared = shallowRef<IntakeForm | null>(null);
  let quiet = false;

  const body = (): string => {
    requestId.for(intakeInput(form, zone.value));
    return draftBody(form, requestId.kept);
  };
  /** Change the form without treating it as typing. */
  function put(next: IntakeForm): void {
    quiet = true;
    Object.assign(form, next);
    quiet = false;
  }
  watch(form, () => {
    if (quiet) return;
    startedAt.value ??= Date.now();
    cleared.value = null;
    keeper.change(body());
  }, { flush: "sync" });
  (Object.keys(FORM_FIELDS) as (keyof IntakeForm)[]).forEach((key) => watch(() => form[key], () => refusal.edited(FORM_FIELDS[key])));

  async function restore(): Promise<void> {
    const draft = await keeper.restore();
    const read = draft === null ? null : readDraftBody(draft.body);
    if (read === null || isUntouched(read.form)) return;
    const untouched = isUntouched(form);
    put(mergeRestored(form, read.form));
    if (untouched) requestId.resume(read.attempt);
    restoredAt.value = draft?.savedAt ?? null;
    more.value = form.late || form.address !== "" || form.materials !== "";
  }

  async function save(): Promise<void> {
    if (busy.value || saved.value !== null) return;
    const local = localReasons(form);
    if (local.length > 0) {
      more.value = true;
      await refusal.show({ is: "refused", problem: { code: "invalid_input", facts: {}, reasons: local } }, summary);
      return;
    }
    busy.value = true;
    const input = intakeInput(form, zone.value);
    const id = requestId.for(input);
    // The draft knows the request id before the request goes out: after a crash the retry is still the same request.
    await keeper.flush();
    const result = await operate("cases.register", input, { requestId: id });
    busy.value = false;
    if (result.is !== "done") {
      if (result.is === "refused" && result.problem.reasons.some(({ field }) => field !== null && UNDER_MORE.includes(field))) more.value = true;
      await refusal.show(result, summary);
      return;
    }
    saved.value = result.output;
    reset();
  }

  function reset(): void {
    requestId.renew();
    refusal.clear();
    put(emptyIntake());
    startedAt.value = null;
    restoredAt.value = null;
    more.value = false;
    void keeper.discard();
  }
  function clear(): void {
    const before = { ...form };
    reset();
    cleared.value = before;
  }
  function undoClear(): void {
    if (cleared.value === null) return;
    const before = cleared.value;
    cleared.value = null;
    Object.assign(form, before);
    more.value = before.late || before.address !== "" || before.materials !== "";
  }

  const goneFromSight = (): void => {
    if (document.visibilityState === "hidden") void keeper.flush(true);
  };
  const going = (): void => void keeper.flush(true);
  let stop = (): void => undefined;
  onMounted(() => {
    void restore();
    const remove = beforeLeaving(() => keeper.flush());
    document.addEventListener("visibilitychange", goneFromSight);
    window.addEventListener("pagehide", going);
    stop = () => {
      remove();
      document.removeEventListener("visibilitychange", goneFromSight);
      window.removeEventListener("pagehide", going);
    };
  });
  onBeforeUnmount(() => {
    stop();
    void keeper.flush();
  });

  return {
    form, refusal, busy, more, saved, cleared, restoredAt, startedAt, draftState: keeper.state,
    untouched: computed(() => isUntouched(form)),
    errors: (path: string): string[] => refusal.of(path).map((reason) => sentence(t, reason)),
    save, clear, undoClear,
    another: () => {
      saved.value = null;
    },
  };
}
export type Intake = ReturnType<typeof useIntake>;
