// The intake form as data: what it starts with, what it sends, how it looks as a draft.
// It refuses to drop what was typed: going anonymous keeps the name in the form and only leaves it out of what is sent.
import type { Input, KeptAttempt, Reason } from "@/bridge";
import type { MessageKey } from "@/i18n";
import { instantOf, readTime } from "@/shared/dates";

export type CaseInput = Input<"cases.register">;
export type Channel = CaseInput["channel"];
export type Kind = CaseInput["kind"];
export type Urgency = CaseInput["urgency"];
export type Way = CaseInput["way"];

/** In the order of how often a desk meets them; the first four are in sight. */
export const CHANNELS: readonly Channel[] = ["visit", "phone", "online", "reception_room", "letter", "hotline_12345", "town_assignment", "grid_member", "secretarys_tea", "out_of_hours"];
export const KINDS: readonly Kind[] = ["inquiry", "help", "complaint", "suggestion", "report"];
export const URGENCIES: readonly Urgency[] = ["normal", "urgent"];
export const WAYS: readonly Way[] = ["resolved_on_spot", "taken"];

export interface IntakeForm {
  name: string; phone: string; anonymous: boolean; channel: Channel; matter: string; category: string; kind: Kind; urgency: Urgency;
  way: Way; reply: string; address: string; materials: string; late: boolean; date: string | null; time: string;
}
export const emptyIntake = (): IntakeForm => ({
  name: "", phone: "", anonymous: false, channel: "visit", matter: "", category: "", kind: "inquiry", urgency: "normal",
  way: "resolved_on_spot", reply: "", address: "", materials: "", late: false, date: null, time: "",
});

export const isUntouched = (form: IntakeForm): boolean => JSON.stringify(form) === JSON.stringify(emptyIntake());

/** The contract has one instant where the form has a date and a time; this names the second. */
export const RECEIVED_TIME = "received_at.time";

const orNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());

/** What only this form can find wrong: a time of receipt that it can't turn into an instant. */
export function localReasons(form: IntakeForm): Reason[] {
  if (!form.late) return [];
  const reasons: Reason[] = [];
  if (form.date === null) reasons.push({ code: "required", field: "received_at", facts: {} });
  if (form.time.trim() === "") reasons.push({ code: "required", field: RECEIVED_TIME, facts: {} });
  else if (readTime(form.time) === null) reasons.push({ code: "date_malformed", field: RECEIVED_TIME, facts: {} });
  return reasons;
}

/** The input of cases.register; `zone` turns the time of receipt into an instant. */
export function intakeInput(form: IntakeForm, zone: string): CaseInput {
  const time = readTime(form.time);
  return {
    channel: form.channel,
    visitor: form.anonymous
      ? { anonymous: true, name: null, phone: null, address: null }
      : { anonymous: false, name: orNull(form.name), phone: orNull(form.phone), address: orNull(form.address) },
    matter: form.matter.trim(),
    kind: form.kind,
    urgency: form.urgency,
    category: orNull(form.category),
    materials: orNull(form.materials),
    received_at: form.late && form.date !== null && time !== null ? instantOf(form.date, time, zone) : null,
    way: form.way,
    reply: form.way === "resolved_on_spot" ? orNull(form.reply) : null,
  };
}

const FIELDS: Record<string, { id: string; label: MessageKey }> = {
  "visitor.name": { id: "intake-name", label: "intake.visitor" },
  "visitor.phone": { id: "intake-phone", label: "intake.phone" },
  "visitor.address": { id: "intake-address", label: "intake.address" },
  "channel": { id: "intake-channel", label: "intake.channel" },
  "matter": { id: "intake-matter", label: "intake.matter" },
  "category": { id: "intake-category", label: "intake.category" },
  "kind": { id: "intake-kind", label: "intake.kind" },
  "urgency": { id: "intake-urgency", label: "intake.urgency" },
  "way": { id: "intake-way", label: "intake.way" },
  "reply": { id: "intake-reply", label: "intake.reply" },
  "materials": { id: "intake-materials", label: "intake.materials" },
  "received_at": { id: "intake-date", label: "intake.receivedDate" },
  [RECEIVED_TIME]: { id: "intake-time", label: "intake.receivedTime" },
};
export const intakeFieldId = (path: string): string => FIELDS[path]?.id ?? "";
export const intakeFieldLabel = (path: string): MessageKey | null => FIELDS[path]?.label ?? null;
/** Fields that wait under "more"; a reason there opens it. */
export const UNDER_MORE: readonly string[] = ["visitor.address", "materials", "received_at", RECEIVED_TIME];

/** The form's fields that a reason's path stands for, so that editing them takes the reason away. */
export const FORM_FIELDS: Record<keyof IntakeForm, string> = {
  name: "visitor.name", phone: "visitor.phone", anonymous: "visitor.name", channel: "channel", matter: "matter", category: "category", kind: "kind",
  urgency: "urgency", way: "way", reply: "reply", address: "visitor.address", materials: "materials", late: "received_at", date: "received_at", time: RECEIVED_TIME,
};

interface DraftBody { version: 1; form: IntakeForm; attempt: KeptAttempt | null }

export const draftBody = (form: IntakeForm, attempt: KeptAttempt | null): string => JSON.stringify({ version: 1, form, attempt } satisfies DraftBody);

/** Reads a draft back; fields that this version doesn't know are left out, missing ones start empty. Null when it is unreadable. */
export function readDraftBody(body: string): { form: IntakeForm; attempt: KeptAttempt | null } | null {
  try {
    const { form, attempt } = JSON.parse(body) as Partial<DraftBody>;
    if (typeof form !== "object" || form === null) return null;
    const empty = emptyIntake();
    const known = Object.keys(empty) as (keyof IntakeForm)[];
    const read = Object.fromEntries(known.map((key) => [key, typeof form[key] === typeof empty[key] || key === "date" ? (form[key] ?? empty[key]) : empty[key]]));
    return { form: read as unknown as IntakeForm, attempt: attempt ?? null };
  } catch {
    return null;
  }
}

/** Puts restored text under what has been typed meanwhile: a field that was touched keeps its new content. */
export function mergeRestored(now: IntakeForm, restored: IntakeForm): IntakeForm {
  const empty = emptyIntake();
  const keys = Object.keys(empty) as (keyof IntakeForm)[];
  return Object.fromEntries(keys.map((key) => [key, now[key] === empty[key] ? restored[key] : now[key]])) as unknown as IntakeForm;
}
