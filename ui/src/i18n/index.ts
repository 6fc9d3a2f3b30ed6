// Words in two languages with keys that the type checker knows: a wrong key does not compile.
// It refuses fallbacks: a language that lacks a sentence fails the build, not the user.
import { createI18n } from "vue-i18n";
import en from "./en";
import zhCN from "./zh-CN";

type Leaves<T> = { [K in keyof T & (string | number)]: T[K] extends string ? `${K}` : `${K}.${Leaves<T[K]>}` }[keyof T & (string | number)];
/** Every path to a sentence, such as "intake.title". */
export type MessageKey = Leaves<typeof zhCN>;
/** The same tree with any words. */
export type Shape<T> = { [K in keyof T]: T[K] extends string ? string : Shape<T[K]> };
export type Language = "zh-CN" | "en";
export const LANGUAGES: readonly Language[] = ["zh-CN", "en"];
export const messages: Record<Language, Shape<typeof zhCN>> = { "zh-CN": zhCN, en };

export type Words = (key: MessageKey, facts?: Record<string, string | number>) => string;

const i18n = createI18n({
  legacy: false,
  locale: "zh-CN" as Language,
  messages: messages as never,
  missingWarn: false,
  fallbackWarn: false,
});

/** Change the language of the whole window and tell screen readers. */
export function speak(language: Language): void {
  i18n.global.locale.value = language;
  document.documentElement.lang = language;
  document.title = messages[language].app.name;
}

// The library's own overloads are too deep for the type checker; Words says all that is needed.
const translate = (i18n.global as unknown as { t: (key: string, facts: object) => string }).t;

/** One sentence in the present language; used while rendering it follows a change of language. */
export const words: Words = (key, facts) => translate(key, facts ?? {});

/** The words for components. */
export const useWords = (): { t: Words } => ({ t: words });
