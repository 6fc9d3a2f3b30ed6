// The operations as TypeScript sees them: names, inputs, outputs, tags and problem codes, made from the core's one table.
// It refuses hand-made additions: what the core does not offer does not exist here.

export type Role =
  | "front_desk" | "volunteer_admin" | "centre_head" | "town" | "county"
  | "auditor" | "system_admin" | "steward" | "volunteer";
export type Channel =
  | "visit" | "phone" | "letter" | "online" | "hotline_12345" | "town_assignment"
  | "grid_member" | "reception_room" | "secretarys_tea" | "out_of_hours";
export type Kind = "inquiry" | "help" | "complaint" | "report" | "suggestion";
export type Urgency = "normal" | "urgent";
export type Way = "resolved_on_spot" | "taken";
export type CaseState = "open" | "closed";
export type CaseEventKind = "registered" | "answered" | "closed";
export type DraftKind = "case_intake";
export type Place = "real" | "sample";

export type CentreCard = { id: string; name: string; short: string; zone: string };
export type Me = {
  account_id: string; name: string; login: string; roles: Role[];
  centre: CentreCard; locked: boolean; idle_lock_seconds: number;
};
export type AccountRow = { id: string; name: string; login: string; roles: Role[]; created_at: number };
export type PersonRef = { id: string; name: string };
export type Visitor = { anonymous: boolean; name: string | null; phone: string | null; address: string | null };
export type CaseRow = {
  id: string; number: string; state: CaseState; channel: Channel; kind: Kind; urgency: Urgency; way: Way;
  category: string | null; matter: string; visitor: string; phone: string | null;
  first_receiver: PersonRef; holder: PersonRef;
  received_at: number; recorded_at: number; late_entry: boolean;
};
export type CaseCard = CaseRow & {
  address: string | null; materials: string | null; reply: string | null; closed_at: number | null;
};
export type CaseEvent = { seq: number; kind: CaseEventKind; at: number; by: PersonRef; note: string | null };
export type Draft = { body: string; saved_at: number };
export type SampleAccount = { login: string; name: string; roles: Role[] };

export type CentreStatusInput = Record<string, never>;
export type CentreStatusOutput = {
  version: string; place: Place; set_up: boolean; sample: boolean; sample_exists: boolean;
  centre: CentreCard | null; me: Me | null;
};
export type CentreSetUpInput = {
  name: string; short: string; zone: string | null; head: { name: string; login: string; password: string };
};
export type CentreSetUpOutput = { recovery_code: string; login: string };
export type AccountsLogInInput = { login: string; password: string; centre: string | null };
export type AccountsLogInOutput = Me;
export type AccountsLogOutInput = Record<string, never>;
export type AccountsLogOutOutput = Record<string, never>;
export type AccountsLockInput = Record<string, never>;
export type AccountsLockOutput = Record<string, never>;
export type AccountsUnlockInput = { password: string };
export type AccountsUnlockOutput = Me;
export type AccountsRecoverInput = { login: string; recovery_code: string; password: string };
export type AccountsRecoverOutput = { recovery_code: string };
export type AccountsChangePasswordInput = { current: string; password: string };
export type AccountsChangePasswordOutput = Record<string, never>;
export type AccountsCreateInput = { name: string; login: string; password: string; roles: Role[] };
export type AccountsCreateOutput = AccountRow;
export type AccountsListInput = Record<string, never>;
export type AccountsListOutput = { accounts: AccountRow[] };
export type DraftsKeepInput = { kind: DraftKind; body: string };
export type DraftsKeepOutput = { saved_at: number };
export type DraftsReadInput = { kind: DraftKind };
export type DraftsReadOutput = { draft: Draft | null };
export type DraftsDiscardInput = { kind: DraftKind };
export type DraftsDiscardOutput = Record<string, never>;
export type CasesRegisterInput = {
  channel: Channel; visitor: Visitor; matter: string; kind: Kind; urgency: Urgency;
  category: string | null; materials: string | null; received_at: number | null; way: Way; reply: string | null;
};
export type CasesRegisterOutput = CaseCard;
export type CasesListInput = {
  state: CaseState | null; kind: Kind | null; channel: Channel | null; urgency: Urgency | null; mine: boolean;
  from: string | null; to: string | null; text: string | null; after: string | null; limit: number | null;
};
export type CasesListOutput = { cases: CaseRow[]; next: string | null };
export type CasesReadInput = { id: string };
export type CasesReadOutput = { case: CaseCard; events: CaseEvent[] };
export type SampleOpenInput = { password: string | null };
export type SampleOpenOutput = { created: boolean; password: string | null; accounts: SampleAccount[] };
export type SampleWipeInput = Record<string, never>;
export type SampleWipeOutput = Record<string, never>;

export interface Operations {
  "centre.status": { kind: "read"; input: CentreStatusInput; output: CentreStatusOutput };
  "centre.set_up": { kind: "write"; input: CentreSetUpInput; output: CentreSetUpOutput };
  "accounts.log_in": { kind: "write"; input: AccountsLogInInput; output: AccountsLogInOutput };
  "accounts.log_out": { kind: "write"; input: AccountsLogOutInput; output: AccountsLogOutOutput };
  "accounts.lock": { kind: "write"; input: AccountsLockInput; output: AccountsLockOutput };
  "accounts.unlock": { kind: "write"; input: AccountsUnlockInput; output: AccountsUnlockOutput };
  "accounts.recover": { kind: "write"; input: AccountsRecoverInput; output: AccountsRecoverOutput };
  "accounts.change_password": { kind: "write"; input: AccountsChangePasswordInput; output: AccountsChangePasswordOutput };
  "accounts.create": { kind: "write"; input: AccountsCreateInput; output: AccountsCreateOutput };
  "accounts.list": { kind: "read"; input: AccountsListInput; output: AccountsListOutput };
  "drafts.keep": { kind: "keep"; input: DraftsKeepInput; output: DraftsKeepOutput };
  "drafts.read": { kind: "read"; input: DraftsReadInput; output: DraftsReadOutput };
  "drafts.discard": { kind: "keep"; input: DraftsDiscardInput; output: DraftsDiscardOutput };
  "cases.register": { kind: "write"; input: CasesRegisterInput; output: CasesRegisterOutput };
  "cases.list": { kind: "read"; input: CasesListInput; output: CasesListOutput };
  "cases.read": { kind: "read"; input: CasesReadInput; output: CasesReadOutput };
  "sample.open": { kind: "house"; input: SampleOpenInput; output: SampleOpenOutput };
  "sample.wipe": { kind: "house"; input: SampleWipeInput; output: SampleWipeOutput };
}
export type OperationName = keyof Operations;
export type Tag = "accounts" | "cases" | "centre" | "session";

export const OPERATIONS: Record<OperationName, { kind: "read" | "write" | "keep" | "house"; tags: readonly Tag[] }> = {
  "centre.status": { kind: "read", tags: ["centre", "session"] },
  "centre.set_up": { kind: "write", tags: ["centre"] },
  "accounts.log_in": { kind: "write", tags: ["session"] },
  "accounts.log_out": { kind: "write", tags: ["session"] },
  "accounts.lock": { kind: "write", tags: ["session"] },
  "accounts.unlock": { kind: "write", tags: ["session"] },
  "accounts.recover": { kind: "write", tags: ["accounts"] },
  "accounts.change_password": { kind: "write", tags: [] },
  "accounts.create": { kind: "write", tags: ["accounts"] },
  "accounts.list": { kind: "read", tags: ["accounts"] },
  "drafts.keep": { kind: "keep", tags: [] },
  "drafts.read": { kind: "read", tags: [] },
  "drafts.discard": { kind: "keep", tags: [] },
  "cases.register": { kind: "write", tags: ["cases"] },
  "cases.list": { kind: "read", tags: ["cases"] },
  "cases.read": { kind: "read", tags: ["cases"] },
  "sample.open": { kind: "house", tags: [] },
  "sample.wipe": { kind: "house", tags: [] },
};

export const CODES = [
  "invalid_input", "malformed_input", "required", "too_short", "too_long", "not_allowed_characters", "unknown_choice",
  "out_of_range", "must_be_empty", "in_the_future", "too_long_ago", "phone_malformed", "date_malformed", "cursor_malformed",
  "password_too_common", "password_contains_login", "login_taken", "unknown_zone",
  "not_signed_in", "session_locked", "not_locked", "not_permitted", "unknown_operation", "not_found",
  "request_id_missing", "request_id_malformed", "request_id_reused",
  "wrong_login", "wrong_password", "wrong_recovery_code", "back_off", "already_set_up", "not_set_up", "not_sample",
  "folder_in_use", "data_newer", "data_damaged", "data_read_only", "data_locked", "data_unreachable", "disk_full", "too_busy",
] as const;
export type Code = (typeof CODES)[number];
