// A small stand-in for the core: enough of the contract to try every screen and to test the bridge without Rust.
// It refuses to be a second core: no real hashing, no audit, nothing durable; it never enters a production build.
import { OPERATIONS } from "../generated";
import type { Envelope, Facts, Input, OperationName, Outcome, Output, Place, Problem, Published, Reason } from "../wire";
import { checkAccount, checkCase, checkSetUp, narrow } from "./checks";
import { exampleCases, SAMPLE_ACCOUNTS } from "./examples";

type Me = NonNullable<Output<"centre.status">["me"]>;
type Centre = NonNullable<Output<"centre.status">["centre"]>;
type Case = Output<"cases.read">["case"];
type CaseEvent = Output<"cases.read">["events"][number];
type Account = Output<"accounts.list">["accounts"][number] & { password: string; failures: number; waitUntil: number };

export interface CentreState {
  centre: Centre;
  recovery: string;
  accounts: Account[];
  cases: { card: Case; events: CaseEvent[] }[];
  drafts: Record<string, { body: string; saved_at: number }>;
  answers: Record<string, { input: string; output: unknown }>;
  session: { account: string; locked: boolean } | null;
}
export interface HouseState { real: CentreState | null; sample: CentreState | null }

export class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code);
  }
}
const refuse = (code: Problem["code"], facts: Facts = {}): never => {
  throw new Refusal({ code, facts, reasons: [] });
};
const refuseAll = (reasons: Reason[]): void => {
  if (reasons.length > 0) throw new Refusal({ code: "invalid_input", facts: {}, reasons });
};

const id = (): string => crypto.randomUUID();
const code = (): string => Array.from({ length: 4 }, () => id().slice(0, 5).toUpperCase()).join("-");
const mask = (name: string): string => (name === "" ? "" : name.slice(0, 1) + "*".repeat([...name].length - 1));
const OPEN_TO_ALL = new Set<OperationName>(["centre.status", "centre.set_up", "accounts.log_in", "accounts.recover", "sample.open", "sample.wipe"]);

export class MockHouse {
  state: HouseState = { real: null, sample: null };
  /** Set to make the next call end in a way of your choice. */
  nextFault: "broken" | "unanswered" | null = null;
  idleLockSeconds = 300;
  readonly #listeners = new Set<(published: Published) => void>();

  constructor(private readonly now: () => number = () => Date.now()) {}

  listen(listener: (published: Published) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  call(envelope: Envelope): Outcome {
    const fault = this.nextFault;
    this.nextFault = null;
    if (fault === "broken") return { broken: { log_id: "0193-4c7e" } };
    try {
      const done = this.#run(envelope);
      if (fault === "unanswered") throw new Error("the answer was lost on the way");
      const { kind, tags } = OPERATIONS[envelope.operation];
      const published = kind === "write" ? [...tags] : kind === "house" ? (["centre", "session"] as const).slice() : [];
      if (published.length > 0) this.#listeners.forEach((listener) => listener({ place: envelope.place, tags: published }));
      return { done, tags: published };
    } catch (error) {
      if (error instanceof Refusal) return { refused: error.problem };
      throw error;
    }
  }

  #run({ operation, place, input, request_id }: Envelope): unknown {
    const at = this.state[place];
    if (!OPEN_TO_ALL.has(operation)) {
      if (at === null) return refuse("not_set_up");
      if (at.session === null) return refuse("not_signed_in");
      if (at.session.locked && operation !== "accounts.unlock" && operation !== "accounts.log_out") return refuse("session_locked");
    }
    if (OPERATIONS[operation].kind === "write") {
      if (request_id === null) return refuse("request_id_missing");
      const before = at?.answers[request_id];
      if (before !== undefined) {
        return before.input === JSON.stringify(input) ? before.output : refuse("request_id_reused");
      }
    }
    const verbs = this.#verbs(place) as Record<OperationName, (input: unknown) => unknown>;
    const output = verbs[operation](input);
    if (operation === "cases.register" && request_id !== null && at !== null) {
      at.answers[request_id] = { input: JSON.stringify(input), output };
    }
    return output;
  }

  #me(at: CentreState | null): Me | null {
    const account = at?.accounts.find((one) => one.id === at.session?.account);
    if (!at || !account) return null;
    return {
      account_id: account.id, name: account.name, login: account.login, roles: account.roles,
      centre: at.centre, locked: at.session?.locked ?? false, idle_lock_seconds: this.idleLockSeconds,
    };
  }

  #checkPassword(account: Account | undefined, password: string, wrong: "wrong_login" | "wrong_password"): Account {
    if (account === undefined) return refuse(wrong, { left: 4 });
    const wait = Math.ceil((account.waitUntil - this.now()) / 1000);
    if (wait > 0) return refuse("back_off", { wait_seconds: wait });
    if (account.password === password) {
      account.failures = 0;
      return account;
    }
    account.failures += 1;
    if (account.failures >= 5) {
      account.waitUntil = this.now() + 30_000;
      return refuse("back_off", { wait_seconds: 30 });
    }
    return refuse(wrong, { left: 5 - account.failures });
  }

  #verbs(place: Place): { [N in OperationName]: (input: Input<N>) => Output<N> } {
    const there = (): CentreState => this.state[place] ?? refuse("not_set_up");
    const present = (): Me => this.#me(there()) ?? refuse("not_signed_in");
    const newAccount = (name: string, login: string, password: string, roles: Me["roles"]): Account =>
      ({ id: id(), name, login, password, roles, created_at: this.now(), failures: 0, waitUntil: 0 });
    const shown = ({ id: account, name, login, roles, created_at }: Account) => ({ id: account, name, login, roles, created_at });
    return {
      "centre.status": () => {
        const at = this.state[place];
        return {
          version: "0.1.0", place, set_up: at !== null, sample: place === "sample",
          sample_exists: this.state.sample !== null, centre: at?.centre ?? null, me: this.#me(at),
        };
      },
      "centre.set_up": (input) => {
        if (this.state[place] !== null) return refuse("already_set_up");
        refuseAll(checkSetUp(input));
        const { name, short, zone, head } = input;
        const recovery = code();
        this.state[place] = {
          centre: { id: id(), name, short, zone: zone ?? "Asia/Shanghai" }, recovery,
          accounts: [newAccount(head.name, head.login, head.password, ["centre_head"])],
          cases: [], drafts: {}, answers: {}, session: null,
        };
        return { recovery_code: recovery, login: head.login };
      },
      "accounts.log_in": ({ login, password }) => {
        const account = this.#checkPassword(there().accounts.find((one) => one.login === login), password, "wrong_login");
        there().session = { account: account.id, locked: false };
        return present();
      },
      "accounts.log_out": () => {
        there().session = null;
        return {};
      },
      "accounts.lock": () => {
        there().session = { account: present().account_id, locked: true };
        return {};
      },
      "accounts.unlock": ({ password }) => {
        const me = present();
        if (!me.locked) return refuse("not_locked");
        this.#checkPassword(there().accounts.find((one) => one.id === me.account_id), password, "wrong_password");
        there().session = { account: me.account_id, locked: false };
        return present();
      },
      "accounts.recover": ({ login, recovery_code, password }) => {
        const head = there().accounts.find((one) => one.login === login && one.roles.includes("centre_head"));
        if (head === undefined || there().recovery !== recovery_code.trim().toUpperCase()) return refuse("wrong_recovery_code", { left: 4 });
        head.password = password;
        there().recovery = code();
        return { recovery_code: there().recovery };
      },
      "accounts.change_password": ({ current, password }) => {
        const account = this.#checkPassword(there().accounts.find((one) => one.id === present().account_id), current, "wrong_password");
        refuseAll(checkAccount({ name: account.name, login: account.login, password }, ""));
        account.password = password;
        return {};
      },
      "accounts.create": (input) => {
        refuseAll(checkAccount(input, "", there().accounts.map((one) => one.login)));
        const account = newAccount(input.name, input.login, input.password, input.roles);
        there().accounts.push(account);
        return shown(account);
      },
      "accounts.list": () => {
        if (!present().roles.some((role) => role === "centre_head" || role === "system_admin")) {
          return refuse("not_permitted", { operation: "accounts.list" });
        }
        return { accounts: there().accounts.map(shown) };
      },
      "drafts.keep": ({ kind, body }) => {
        const draft = { body, saved_at: this.now() };
        there().drafts[`${present().account_id} ${kind}`] = draft;
        return { saved_at: draft.saved_at };
      },
      "drafts.read": ({ kind }) => ({ draft: there().drafts[`${present().account_id} ${kind}`] ?? null }),
      "drafts.discard": ({ kind }) => {
        delete there().drafts[`${present().account_id} ${kind}`];
        return {};
      },
      "cases.register": (input) => this.#register(there(), present(), input),
      "cases.list": (input) => this.#list(there(), present(), input),
      "cases.read": ({ id: wanted }) => {
        const found = there().cases.find(({ card }) => card.id === wanted || card.number === wanted);
        return found === undefined ? refuse("not_found") : { case: found.card, events: found.events };
      },
      "sample.open": ({ password }) => {
        const accounts = SAMPLE_ACCOUNTS.map((account) => ({ ...account }));
        if (this.state.sample !== null) return { created: false, password: null, accounts };
        const chosen = password ?? `shili-${id().slice(0, 8)}`;
        const centre: Centre = { id: id(), name: "晨光社区党群服务中心", short: "晨光", zone: "Asia/Shanghai" };
        const sample: CentreState = {
          centre, recovery: code(), cases: [], drafts: {}, answers: {}, session: null,
          accounts: SAMPLE_ACCOUNTS.map(({ login, name, roles }) => newAccount(name, login, chosen, roles)),
        };
        this.state.sample = sample;
        for (const { at, who, input } of exampleCases(this.now())) {
          const by = sample.accounts[who];
          if (by) this.#register(sample, { account_id: by.id, name: by.name }, input, at);
        }
        return { created: true, password: chosen, accounts };
      },
      "sample.wipe": () => {
        this.state.sample = null;
        return {};
      },
    };
  }

  #register(at: CentreState, who: { account_id: string; name: string }, input: Input<"cases.register">, when = this.now()): Case {
    refuseAll(checkCase(input, this.now()));
    const day = new Intl.DateTimeFormat("sv-SE", { timeZone: at.centre.zone }).format(when).replaceAll("-", "");
    const sequence = at.cases.filter(({ card }) => card.number.includes(`-${day}-`)).length + 1;
    const by = { id: who.account_id, name: who.name };
    const closed = input.way === "resolved_on_spot";
    const phone = narrow(input.visitor.phone ?? "");
    const card: Case = {
      id: id(), number: `${at.centre.short}-${day}-${String(sequence).padStart(3, "0")}`, state: closed ? "closed" : "open",
      channel: input.channel, kind: input.kind, urgency: input.urgency, way: input.way, category: input.category, matter: input.matter,
      visitor: mask(input.visitor.name ?? ""), phone: phone === "" ? null : phone.slice(0, 3) + "****" + phone.slice(7),
      first_receiver: by, holder: by, received_at: input.received_at ?? when, recorded_at: when,
      late_entry: input.received_at !== null, address: input.visitor.address === null ? null : `${input.visitor.address.slice(0, 3)}***`,
      materials: input.materials, reply: input.reply, closed_at: closed ? when : null,
    };
    const events: CaseEvent[] = [{ seq: 1, kind: "registered", at: when, by, note: null }];
    if (closed) {
      events.push({ seq: 2, kind: "answered", at: when, by, note: input.reply });
      events.push({ seq: 3, kind: "closed", at: when, by, note: null });
    }
    at.cases.unshift({ card, events });
    return card;
  }

  #list(at: CentreState, me: Me, input: Input<"cases.list">): Output<"cases.list"> {
    const day = (when: number): string => new Intl.DateTimeFormat("sv-SE", { timeZone: at.centre.zone }).format(when);
    const matching = at.cases.map(({ card }) => card).filter((card) =>
      (input.state === null || card.state === input.state) && (input.kind === null || card.kind === input.kind) &&
      (input.channel === null || card.channel === input.channel) && (input.urgency === null || card.urgency === input.urgency) &&
      (!input.mine || card.holder.id === me.account_id || card.first_receiver.id === me.account_id) &&
      (input.from === null || day(card.recorded_at) >= input.from) && (input.to === null || day(card.recorded_at) <= input.to) &&
      (input.text === null || `${card.number} ${card.matter} ${card.category ?? ""}`.includes(input.text)));
    const start = input.after === null ? 0 : matching.findIndex((card) => card.id === input.after) + 1;
    const cases = matching.slice(start, start + (input.limit ?? 50));
    return { cases, next: start + cases.length < matching.length ? (cases.at(-1)?.id ?? null) : null };
  }
}
