// Which row of the list was opened last, so that coming back finds it. It refuses to outlive the window.
import { ref } from "vue";
export const lastOpened = ref<string | null>(null);
