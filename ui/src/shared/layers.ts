// Counts what is open above the page. A dialog covers the page, which is inert meanwhile; a list that opens does not.
// Without this, focusable controls would wait inside a hidden page, and shortcuts would act behind a question.
import { computed, nextTick, onBeforeUnmount, ref, watch, type Ref } from "vue";

const lists = ref(0);
const dialogs = ref(0);
/** Something is open: shortcuts of the page wait. */
export const layerOpen = computed(() => lists.value + dialogs.value > 0);
/** A dialog is open: the page beneath is inert. */
export const pageCovered = computed(() => dialogs.value > 0);

/** A list is open above the page. */
export const listOpen = computed(() => lists.value > 0);

function count(shown: Readonly<Ref<boolean>>, counter: Ref<number>): void {
  let counted = false;
  const set = (now: boolean): void => {
    if (now === counted) return;
    counted = now;
    counter.value += now ? 1 : -1;
  };
  watch(shown, set, { immediate: true, flush: "sync" });
  onBeforeUnmount(() => set(false));
}

/** Count a dialog while `shown` is true. */
export const useDialogLayer = (shown: Readonly<Ref<boolean>>): void => count(shown, dialogs);

/** Count a list while `shown` is true. The library hides the page from screen readers as if the list were a dialog; that is taken back. */
export function useListLayer(shown: Readonly<Ref<boolean>>): void {
  count(shown, lists);
  watch(shown, async (now) => {
    if (!now) return;
    await nextTick();
    await nextTick();
    document.querySelectorAll("[data-aria-hidden]").forEach((element) => element.removeAttribute("aria-hidden"));
  });
}
