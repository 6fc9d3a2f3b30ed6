// Things to finish before the session ends or the page goes: a form's last keystrokes go to its draft first.
// It refuses to hold anything up: each task gets its chance, and failures are the task's own affair.
import { ref } from "vue";

/** Whether the session that just went was ended by the person, so that nobody is told that it ran out. */
export const leftByChoice = ref(false);

const tasks = new Set<() => Promise<unknown>>();

/** Have `task` run before log-out; returns how to take it back. */
export function beforeLeaving(task: () => Promise<unknown>): () => void {
  tasks.add(task);
  return () => tasks.delete(task);
}

export async function leave(): Promise<void> {
  await Promise.allSettled([...tasks].map((task) => task()));
}
