// Made from the table of operations by `cargo xtask bindings`. Do not edit: a test compares it.

export type AccountRow = { 
/**
 * Id.
 */
id: string, 
/**
 * Name as colleagues know it.
 */
name: string, 
/**
 * Login name.
 */
login: string, 
/**
 * Roles.
 */
roles: Array<Role>, 
/**
 * Since when.
 */
created_at: Instant, };
export type CaseCard = { 
/**
 * Masked address.
 */
address: string | null, 
/**
 * Materials taken (所收材料).
 */
materials: string | null, 
/**
 * The answer given.
 */
reply: string | null, 
/**
 * When it was closed.
 */
closed_at: Instant | null, 
/**
 * Id.
 */
id: string, 
/**
 * 城林-20261122-003: centre, day of recording, number of that day.
 */
number: string, 
/**
 * Open or closed.
 */
state: CaseState, 
/**
 * How the resident came.
 */
channel: Channel, 
/**
 * What it is.
 */
kind: Kind, 
/**
 * How soon.
 */
urgency: Urgency, 
/**
 * What was done with it.
 */
way: Way, 
/**
 * Category in the centre's own words.
 */
category: string | null, 
/**
 * What the resident wants.
 */
matter: string, 
/**
 * Masked name; empty for an anonymous visitor.
 */
visitor: string, 
/**
 * Masked number.
 */
phone: string | null, 
/**
 * Who received it first; never changes.
 */
first_receiver: Person, 
/**
 * Who answers for it now.
 */
holder: Person, 
/**
 * When the resident came.
 */
received_at: Instant, 
/**
 * When it was recorded.
 */
recorded_at: Instant, 
/**
 * Recorded much later than received.
 */
late_entry: boolean, };
export type CaseEvent = { 
/**
 * Position, from 1.
 */
seq: number, 
/**
 * What.
 */
kind: EventKind, 
/**
 * When.
 */
at: Instant, 
/**
 * Who.
 */
by: Person, 
/**
 * In words, if there are any.
 */
note: string | null, };
export type CaseRow = { 
/**
 * Id.
 */
id: string, 
/**
 * 城林-20261122-003: centre, day of recording, number of that day.
 */
number: string, 
/**
 * Open or closed.
 */
state: CaseState, 
/**
 * How the resident came.
 */
channel: Channel, 
/**
 * What it is.
 */
kind: Kind, 
/**
 * How soon.
 */
urgency: Urgency, 
/**
 * What was done with it.
 */
way: Way, 
/**
 * Category in the centre's own words.
 */
category: string | null, 
/**
 * What the resident wants.
 */
matter: string, 
/**
 * Masked name; empty for an anonymous visitor.
 */
visitor: string, 
/**
 * Masked number.
 */
phone: string | null, 
/**
 * Who received it first; never changes.
 */
first_receiver: Person, 
/**
 * Who answers for it now.
 */
holder: Person, 
/**
 * When the resident came.
 */
received_at: Instant, 
/**
 * When it was recorded.
 */
recorded_at: Instant, 
/**
 * Recorded much later than received.
 */
late_entry: boolean, };
export type CaseState = "open" | "closed";
export type CentreCard = { 
/**
 * Id.
 */
id: string, 
/**
 * Full name: 城林社区党群服务中心.
 */
name: string, 
/**
 * Short name: 城林; case numbers begin with it.
 */
short: string, 
/**
 * IANA name of its zone.
 */
zone: string, };
export type Channel = "visit" | "phone" | "letter" | "online" | "hotline_12345" | "town_assignment" | "grid_member" | "reception_room" | "secretarys_tea" | "out_of_hours";
export type Code = "invalid_input" | "malformed_input" | "wrong_type" | "unknown_field" | "required" | "too_short" | "too_long" | "not_allowed_characters" | "unknown_choice" | "out_of_range" | "must_be_empty" | "in_the_future" | "too_long_ago" | "phone_malformed" | "date_malformed" | "cursor_malformed" | "password_too_common" | "password_contains_login" | "login_taken" | "unknown_zone" | "not_signed_in" | "session_locked" | "not_locked" | "not_permitted" | "unknown_operation" | "not_found" | "request_id_missing" | "request_id_malformed" | "request_id_reused" | "wrong_login" | "wrong_password" | "wrong_recovery_code" | "back_off" | "already_set_up" | "not_set_up" | "not_sample" | "folder_in_use" | "data_newer" | "data_damaged" | "data_read_only" | "data_locked" | "data_unreachable" | "disk_full" | "too_busy";
export type Draft = { 
/**
 * As it was kept.
 */
body: string, 
/**
 * When it was kept.
 */
saved_at: Instant, };
export type DraftKind = "case_intake";
export type EventKind = "registered" | "answered" | "closed";
export type Fact = number | string;
export type Head = { 
/**
 * Name, 1 to 30 characters.
 */
name: string, 
/**
 * Login name: 2 to 32 of a–z, 0–9, point, underscore, hyphen.
 */
login: string, 
/**
 * Password, 8 to 128 characters.
 */
password: string, };
export type Instant = number;
export type Kind = "inquiry" | "help" | "complaint" | "report" | "suggestion";
export type Me = { 
/**
 * The account.
 */
account_id: string, 
/**
 * Name as colleagues know it.
 */
name: string, 
/**
 * Login name.
 */
login: string, 
/**
 * What this person is at the centre.
 */
roles: Array<Role>, 
/**
 * The centre.
 */
centre: CentreCard, 
/**
 * Only unlocking and logging out work.
 */
locked: boolean, 
/**
 * After so many seconds without anybody the desk locks itself.
 */
idle_lock_seconds: number, };
export type Nothing = Record<symbol, never>;
export type Person = { 
/**
 * The account.
 */
id: string, 
/**
 * Name as colleagues know it.
 */
name: string, };
export type Place = "real" | "sample";
export type Problem = { 
/**
 * What is wrong on the whole.
 */
code: Code, 
/**
 * What the sentence needs.
 */
facts: { [key in string]: Fact }, 
/**
 * All reasons, field by field; empty where the code says everything.
 */
reasons: Array<Reason>, };
export type Reason = { 
/**
 * What is wrong.
 */
code: Code, 
/**
 * The path of the field (`visitor.phone`), or none where the whole is meant.
 */
field: string | null, 
/**
 * What the sentence needs.
 */
facts: { [key in string]: Fact }, };
export type Role = "front_desk" | "volunteer_admin" | "centre_head" | "town" | "county" | "auditor" | "system_admin" | "steward" | "volunteer";
export type SampleAccount = { 
/**
 * Login name.
 */
login: string, 
/**
 * Invented name.
 */
name: string, 
/**
 * Its roles.
 */
roles: Array<Role>, };
export type Tag = "centre" | "session" | "accounts" | "cases";
export type Urgency = "normal" | "urgent";
export type Visitor = { 
/**
 * Does not give a name; then nothing else may be given.
 */
anonymous: boolean, 
/**
 * Name, 1 to 40 characters.
 */
name: string | null, 
/**
 * Mobile number or landline with its area code.
 */
phone: string | null, 
/**
 * At most 120 characters.
 */
address: string | null, };
export type Way = "resolved_on_spot" | "taken";

export type CentreStatusInput = Nothing;
export type CentreStatusOutput = { 
/**
 * Of this program.
 */
version: string, 
/**
 * Which data this is about.
 */
place: Place, 
/**
 * A centre exists here.
 */
set_up: boolean, 
/**
 * Everything here is sample data.
 */
sample: boolean, 
/**
 * A sample centre exists in its own folder.
 */
sample_exists: boolean, 
/**
 * The centre: the asker's, else the first.
 */
centre: CentreCard | null, 
/**
 * Who sits at this desk, if somebody is signed in.
 */
me: Me | null, };
export type CentreSetUpInput = { 
/**
 * Full name, 2 to 40 characters.
 */
name: string, 
/**
 * Short name, 1 to 8 characters; case numbers begin with it.
 */
short: string, 
/**
 * IANA name; Asia/Shanghai unless given.
 */
zone: string | null, 
/**
 * The first account.
 */
head: Head, };
export type CentreSetUpOutput = { 
/**
 * Five groups of four; shown this once.
 */
recovery_code: string, 
/**
 * The head's login name, as log-in wants it.
 */
login: string, };
export type AccountsLogInInput = { 
/**
 * Login name.
 */
login: string, 
/**
 * Password.
 */
password: string, 
/**
 * Id or short name of the centre, where a server holds several.
 */
centre: string | null, };
export type AccountsLogInOutput = Me;
export type AccountsLogOutInput = Nothing;
export type AccountsLogOutOutput = Nothing;
export type AccountsLockInput = Nothing;
export type AccountsLockOutput = Nothing;
export type AccountsUnlockInput = { 
/**
 * Password.
 */
password: string, };
export type AccountsUnlockOutput = Me;
export type AccountsRecoverInput = { 
/**
 * Login name of the head.
 */
login: string, 
/**
 * The code from paper; hyphens, blanks and capitals do not matter.
 */
recovery_code: string, 
/**
 * The new password.
 */
password: string, };
export type AccountsRecoverOutput = { 
/**
 * The next code; the old one is of no use any more.
 */
recovery_code: string, };
export type AccountsChangePasswordInput = { 
/**
 * The present password.
 */
current: string, 
/**
 * The new one, 8 to 128 characters.
 */
password: string, };
export type AccountsChangePasswordOutput = Nothing;
export type AccountsCreateInput = { 
/**
 * Name, 1 to 30 characters.
 */
name: string, 
/**
 * Login name: 2 to 32 of a–z, 0–9, point, underscore, hyphen.
 */
login: string, 
/**
 * First password, 8 to 128 characters.
 */
password: string, 
/**
 * At least one.
 */
roles: Array<Role>, };
export type AccountsCreateOutput = AccountRow;
export type AccountsListInput = Nothing;
export type AccountsListOutput = { 
/**
 * In the order in which they were created.
 */
accounts: Array<AccountRow>, };
export type DraftsKeepInput = { 
/**
 * Of which form.
 */
kind: DraftKind, 
/**
 * Opaque, at most 64 KiB.
 */
body: string, };
export type DraftsKeepOutput = { 
/**
 * Now.
 */
saved_at: Instant, };
export type DraftsReadInput = { 
/**
 * Of which form.
 */
kind: DraftKind, };
export type DraftsReadOutput = { 
/**
 * None when nothing is waiting.
 */
draft: Draft | null, };
export type DraftsDiscardInput = { 
/**
 * Of which form.
 */
kind: DraftKind, };
export type DraftsDiscardOutput = Nothing;
export type CasesRegisterInput = { 
/**
 * How the resident came.
 */
channel: Channel, 
/**
 * Who came.
 */
visitor: Visitor, 
/**
 * What the resident wants, 1 to 2,000 characters.
 */
matter: string, 
/**
 * What it is.
 */
kind: Kind, 
/**
 * How soon.
 */
urgency: Urgency, 
/**
 * In the centre's own words, at most 40 characters.
 */
category: string | null, 
/**
 * Materials taken, at most 500 characters.
 */
materials: string | null, 
/**
 * When the resident came; now unless given, at most 31 days back.
 */
received_at: Instant | null, 
/**
 * What is done with it.
 */
way: Way, 
/**
 * The answer given, at most 2,000 characters; demanded when resolved on the spot.
 */
reply: string | null, };
export type CasesRegisterOutput = CaseCard;
export type CasesListInput = { 
/**
 * Open or closed.
 */
state: CaseState | null, 
/**
 * What it is.
 */
kind: Kind | null, 
/**
 * How the resident came.
 */
channel: Channel | null, 
/**
 * How soon.
 */
urgency: Urgency | null, 
/**
 * Held or first received by whoever asks.
 */
mine: boolean, 
/**
 * First day of recording, in the centre's zone.
 */
from: string | null, 
/**
 * Last day of recording.
 */
to: string | null, 
/**
 * In number, matter, name, phone or category; at most 60 characters.
 */
text: string | null, 
/**
 * Where the page before ended.
 */
after: string | null, 
/**
 * Rows, 1 to 200; 50 unless given.
 */
limit: number | null, };
export type CasesListOutput = { 
/**
 * Newest first.
 */
cases: Array<CaseRow>, 
/**
 * Where the next page begins; none at the end.
 */
next: string | null, };
export type CasesReadInput = { 
/**
 * Id or number.
 */
id: string, };
export type CasesReadOutput = { 
/**
 * As it stands.
 */
case: CaseCard, 
/**
 * What happened, in order.
 */
events: Array<CaseEvent>, };
export type SampleOpenInput = { 
/**
 * 8 to 128 characters.
 */
password: string | null, };
export type SampleOpenOutput = { 
/**
 * False when the sample existed already.
 */
created: boolean, 
/**
 * Shown this once; none when the sample existed already.
 */
password: string | null, 
/**
 * Who there is.
 */
accounts: Array<SampleAccount>, };
export type SampleWipeInput = Nothing;
export type SampleWipeOutput = Nothing;

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

export const OPERATIONS: { readonly [N in OperationName]: { readonly kind: Operations[N]["kind"]; readonly tags: readonly Tag[] } } = {
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
  "sample.open": { kind: "house", tags: ["centre", "session"] },
  "sample.wipe": { kind: "house", tags: ["centre", "session"] },
};

export const TAGS: readonly Tag[] = ["centre", "session", "accounts", "cases"];

export const CODES: readonly Code[] = [
  "invalid_input",
  "malformed_input",
  "wrong_type",
  "unknown_field",
  "required",
  "too_short",
  "too_long",
  "not_allowed_characters",
  "unknown_choice",
  "out_of_range",
  "must_be_empty",
  "in_the_future",
  "too_long_ago",
  "phone_malformed",
  "date_malformed",
  "cursor_malformed",
  "password_too_common",
  "password_contains_login",
  "login_taken",
  "unknown_zone",
  "not_signed_in",
  "session_locked",
  "not_locked",
  "not_permitted",
  "unknown_operation",
  "not_found",
  "request_id_missing",
  "request_id_malformed",
  "request_id_reused",
  "wrong_login",
  "wrong_password",
  "wrong_recovery_code",
  "back_off",
  "already_set_up",
  "not_set_up",
  "not_sample",
  "folder_in_use",
  "data_newer",
  "data_damaged",
  "data_read_only",
  "data_locked",
  "data_unreachable",
  "disk_full",
  "too_busy",
];
