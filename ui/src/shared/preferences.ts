// How the window looks on this computer: colours, language, type size.
// It refuses to be data of the centre: nothing here leaves the machine or says anything about a person.
import { reactive, watch } from "vue";
import { LANGUAGES, speak, type Language } from "@/i18n";

export const THEMES = ["system", "light", "dark"] as const;
export const TYPES = ["normal", "large"] as const;
export interface Preferences { theme: (typeof THEMES)[number]; type: (typeof TYPES)[number]; language: Language }

const KEY = "keting.preferences";
const pick = <T extends string>(choices: readonly T[], value: unknown, otherwise: T): T => choices.find((choice) => choice === value) ?? otherwise;

function read(): Preferences {
  let kept: Partial<Record<keyof Preferences, unknown>> = {};
  try {
    kept = JSON.parse(localStorage.getItem(KEY) ?? "{}") as typeof kept;
  } catch {
    // Unreadable preferences are no reason to stop: start with the usual look.
  }
  return { theme: pick(THEMES, kept.theme, "system"), type: pick(TYPES, kept.type, "normal"), language: pick(LANGUAGES, kept.language, "zh-CN") };
}

export const preferences = reactive<Preferences>(read());

/** Apply the preferences now and whenever they or the system's colours change. */
export function applyPreferences(): void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = (): void => {
    const { theme, type, language } = preferences;
    const root = document.documentElement.dataset;
    root["theme"] = theme === "dark" || (theme === "system" && dark.matches) ? "dark" : "light";
    root["type"] = type;
    speak(language);
  };
  dark.addEventListener("change", apply);
  watch(preferences, () => {
    apply();
    try {
      localStorage.setItem(KEY, JSON.stringify(preferences));
    } catch {
      // Without storage the choice lasts until the window closes.
    }
  });
  apply();
}
