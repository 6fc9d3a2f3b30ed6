// The stand-in's checks of input, so that refusals can be seen on the forms without Rust.
// They refuse nothing that the contract allows; the core's own rules decide in earnest.
import type { Code, Facts, Input, Reason } from "../wire";

const reason = (code: Code, field: string, facts: Facts = {}): Reason => ({ code, field, facts });

/** Full-width digits and dashes to plain ones. */
export const narrow = (text: string): string => text.replace(/[０-９－]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));

function length(text: string | null, field: string, min: number, max: number): Reason[] {
  const size = [...(text ?? "").trim()].length;
  if (size === 0 && min > 0) return [reason("required", field)];
  if (size < min) return [reason("too_short", field, { min })];
  return size > max ? [reason("too_long", field, { max })] : [];
}

export function checkAccount(input: { name: string; login: string; password: string }, under: string, taken: string[] = []): Reason[] {
  const { name, login, password } = input;
  const reasons = [...length(name, `${under}name`, 1, 40), ...length(login, `${under}login`, 2, 32), ...length(password, `${under}password`, 8, 200)];
  if (login !== "" && !/^[a-z0-9._-]+$/.test(login)) reasons.push(reason("not_allowed_characters", `${under}login`));
  if (taken.includes(login)) reasons.push(reason("login_taken", `${under}login`, { login }));
  if (/^(12345678|password|11111111|88888888)/.test(password)) reasons.push(reason("password_too_common", `${under}password`));
  if (login.length > 1 && password.includes(login)) reasons.push(reason("password_contains_login", `${under}password`));
  return reasons;
}

export function checkSetUp({ name, short, head }: Input<"centre.set_up">): Reason[] {
  const reasons = [...length(name, "name", 2, 40), ...length(short, "short", 1, 8)];
  if (/[-\s]/.test(short)) reasons.push(reason("not_allowed_characters", "short"));
  return [...reasons, ...checkAccount(head, "head.")];
}

export function checkCase(input: Input<"cases.register">, now: number): Reason[] {
  const { visitor, matter, reply, way, category, materials, received_at } = input;
  const reasons: Reason[] = [];
  if (visitor.anonymous) {
    const parts = ["name", "phone", "address"] as const;
    reasons.push(...parts.filter((part) => visitor[part] !== null).map((part) => reason("must_be_empty", `visitor.${part}`)));
  } else {
    reasons.push(...length(visitor.name, "visitor.name", 1, 40));
    if (visitor.phone !== null && !/^(1[3-9]\d{9}|0\d{2,3}-\d{7,8})$/.test(narrow(visitor.phone))) reasons.push(reason("phone_malformed", "visitor.phone"));
  }
  reasons.push(...length(matter, "matter", 1, 2000), ...length(category, "category", 0, 40), ...length(materials, "materials", 0, 500));
  if (way === "resolved_on_spot") reasons.push(...length(reply, "reply", 1, 2000));
  if (received_at !== null && received_at > now) reasons.push(reason("in_the_future", "received_at"));
  if (received_at !== null && received_at < now - 31 * 86_400_000) reasons.push(reason("too_long_ago", "received_at", { days: 31 }));
  return reasons;
}
