// Copying and saving text for the person at the desk.
// It refuses to claim success it can't see: copying says whether it worked, and saving is offered only where it works.
import { insideTauri } from "@/bridge";

export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyThroughSelection(text);
  }
}

function copyThroughSelection(text: string): boolean {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "sr-only";
  document.body.append(area);
  area.select();
  const worked = document.execCommand("copy");
  area.remove();
  return worked;
}

/** The desktop window ignores downloads of a page, so saving is a browser's matter. */
export const canSaveFiles = (): boolean => !insideTauri() && typeof URL.createObjectURL === "function";

export function saveFile(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
