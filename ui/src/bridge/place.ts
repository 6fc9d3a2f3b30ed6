// Which data the window is looking at: the real centre or the sample. Kept for this window only.
// It refuses to guess: without a remembered choice it is always the real one.
import { shallowRef } from "vue";
import type { Place } from "./wire";

const KEY = "keting.place";

const remembered = (): Place => {
  try {
    return sessionStorage.getItem(KEY) === "sample" ? "sample" : "real";
  } catch {
    return "real";
  }
};

export const place = shallowRef<Place>(remembered());

export function goTo(next: Place): void {
  place.value = next;
  try {
    sessionStorage.setItem(KEY, next);
  } catch {
    // Without session storage the choice lasts until the window closes.
  }
}
