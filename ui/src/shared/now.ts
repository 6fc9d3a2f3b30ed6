// The time for showing, ticking once in a while; one timer for the whole window.
// It refuses to be used for decisions: the core has the clock that counts.
import { ref } from "vue";

export const now = ref(Date.now());
setInterval(() => {
  now.value = Date.now();
}, 10_000);
