// The set-up form as data: its steps, its input, which step a reason belongs to, and what survives a reload.
// It refuses to keep passwords anywhere but in the page.
import type { Input } from "@/bridge";
import type { MessageKey } from "@/i18n";

export interface SetUpForm { name: string; short: string; zone: string; headName: string; login: string; password: string }
export type Step = "centre" | "head" | "code";
export const STEPS: readonly Step[] = ["centre", "head", "code"];
const KEY = "keting.set-up";

export const emptySetUp = (): SetUpForm => ({ name: "", short: "", zone: "Asia/Shanghai", headName: "", login: "", password: "" });

export const setUpInput = (form: SetUpForm): Input<"centre.set_up"> => ({
  name: form.name.trim(),
  short: form.short.trim(),
  zone: form.zone.trim() === "" ? null : form.zone.trim(),
  head: { name: form.headName.trim(), login: form.login.trim(), password: form.password },
});

interface Field { step: Step; id: string; label: MessageKey }
const FIELDS: Record<string, Field> = {
  "name": { step: "centre", id: "set-up-name", label: "setUp.name" },
  "short": { step: "centre", id: "set-up-short", label: "setUp.short" },
  "zone": { step: "centre", id: "set-up-zone", label: "setUp.zone" },
  "head.name": { step: "head", id: "set-up-head-name", label: "setUp.headName" },
  "head.login": { step: "head", id: "set-up-login", label: "setUp.login" },
  "head.password": { step: "head", id: "set-up-password", label: "setUp.password" },
};
export const setUpField = (path: string): Field | null => FIELDS[path] ?? null;
export const setUpFieldId = (path: string): string => FIELDS[path]?.id ?? "";

/** 城林社区党群服务中心 → 城林: the name without what every centre's name ends with. */
export function proposedShort(name: string): string {
  const rest = name.trim().replace(/(社区|村|镇|街道)?(党群|便民|综合)?服务(中心|站)$/, "");
  return /^[\u4e00-\u9fff]{2,8}$/.test(rest) ? rest : "";
}

export function rememberSetUp({ password: _, ...form }: SetUpForm, storage: Storage = sessionStorage): void {
  storage.setItem(KEY, JSON.stringify(form));
}
export function rememberedSetUp(storage: Storage = sessionStorage): SetUpForm {
  try {
    return { ...emptySetUp(), ...(JSON.parse(storage.getItem(KEY) ?? "{}") as Partial<SetUpForm>), password: "" };
  } catch {
    return emptySetUp();
  }
}
export function forgetSetUp(storage: Storage = sessionStorage): void {
  storage.removeItem(KEY);
}
