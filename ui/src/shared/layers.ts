// Counts the open layers (dialogs, open selects), so that the page beneath can be made inert while one is open.
// Without it an open select leaves focusable controls inside a hidden page.
import { computed, onBeforeUnmount, ref, watch, type Ref } from "vue";

const open = ref(0);
export const layerOpen = computed(() => open.value > 0);

/** Count this layer while `shown` is true. */
export function useLayer(shown: Readonly<Ref<boolean>>): void {
  let counted = false;
  const count = (now: boolean): void => {
    if (now === counted) return;
    counted = now;
    open.value += now ? 1 : -1;
  };
  watch(shown, count, { immediate: true, flush: "sync" });
  onBeforeUnmount(() => count(false));
}
