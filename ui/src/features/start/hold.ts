// Keeps the start page on screen while it shows something that is shown only once (a recovery code, sample passwords),
// although the centre exists by then. It refuses to store the secrets anywhere.
import { ref } from "vue";

export const startHolds = ref(false);

const warn = (event: BeforeUnloadEvent): void => event.preventDefault();

export function hold(): void {
  startHolds.value = true;
  window.addEventListener("beforeunload", warn);
}
export function release(): void {
  startHolds.value = false;
  window.removeEventListener("beforeunload", warn);
}
