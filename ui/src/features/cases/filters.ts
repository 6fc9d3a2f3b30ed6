// The filters of the case list and how they stand in the address.
// It refuses what it doesn't know: an address typed by hand gives a list, never an error.
import type { Input } from "@/bridge";
import { CHANNELS, KINDS, URGENCIES } from "./intake";

export type Filters = Omit<Input<"cases.list">, "after" | "limit">;
export const STATES = ["open", "closed"] as const;
type Query = Record<string, unknown>;

const one = (value: unknown): string | null => {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === "string" && first !== "" ? first : null;
};
const known = <T extends string>(choices: readonly T[], value: unknown): T | null => choices.find((choice) => choice === one(value)) ?? null;
const date = (value: unknown): string | null => (/^\d{4}-\d{2}-\d{2}$/.test(one(value) ?? "") ? one(value) : null);

export const noFilters = (): Filters => ({ state: null, kind: null, channel: null, urgency: null, mine: false, from: null, to: null, text: null });

export const readFilters = (query: Query): Filters => ({
  state: known(STATES, query["state"]),
  kind: known(KINDS, query["kind"]),
  channel: known(CHANNELS, query["channel"]),
  urgency: known(URGENCIES, query["urgency"]),
  mine: one(query["mine"]) === "1",
  from: date(query["from"]),
  to: date(query["to"]),
  text: one(query["text"]),
});

/** Only what is set, so that the plain list has a plain address. */
export function writeFilters(filters: Filters): Record<string, string> {
  const set = Object.entries(filters).filter(([, value]) => value !== null && value !== false && value !== "");
  return Object.fromEntries(set.map(([key, value]) => [key, value === true ? "1" : String(value)]));
}
export const isFiltered = (filters: Filters): boolean => Object.keys(writeFilters(filters)).length > 0;
