// The intake form as data, its draft, and the filters of the list.
import { describe, expect, it } from "vitest";
import { draftBody, emptyIntake, intakeFieldId, intakeInput, isUntouched, localReasons, mergeRestored, readDraftBody } from "./intake";
import { isFiltered, noFilters, readFilters, writeFilters } from "./filters";

const ZONE = "Asia/Shanghai";

describe("the intake form", () => {
  it("sends what the contract wants: trimmed, and nothing instead of emptiness", () => {
    const form = { ...emptyIntake(), name: " 仇玉梅 ", matter: " 问 ", reply: "答", category: "  " };
    expect(intakeInput(form, ZONE)).toEqual({
      channel: "visit", visitor: { anonymous: false, name: "仇玉梅", phone: null, address: null }, matter: "问", kind: "inquiry", urgency: "normal",
      category: null, materials: null, received_at: null, way: "resolved_on_spot", reply: "答",
    });
  });
  it("keeps but does not send the name, phone and address of somebody who became anonymous, nor the reply of a case that is taken", () => {
    const form = { ...emptyIntake(), name: "仇玉梅", phone: "1", address: "3 号楼", anonymous: true, reply: "答", way: "taken" as const };
    expect(intakeInput(form, ZONE)).toMatchObject({ visitor: { anonymous: true, name: null, phone: null, address: null }, reply: null });
    expect(form.name).toBe("仇玉梅");
  });
  it("turns the time of receipt into an instant of the centre's zone, or says that it can't", () => {
    const form = { ...emptyIntake(), late: true, date: "2026-11-21", time: "9点半" };
    expect(localReasons(form)).toEqual([]);
    expect(intakeInput(form, ZONE).received_at).toBe(Date.parse("2026-11-21T01:30:00Z"));
    expect(localReasons({ ...form, time: "" })).toEqual([{ code: "required", field: "received_at.time", facts: {} }]);
    expect(localReasons({ ...form, time: "早上" })).toMatchObject([{ code: "date_malformed", field: "received_at.time" }]);
    expect(localReasons({ ...form, date: null, time: "" })).toHaveLength(2);
    expect(localReasons({ ...form, late: false, time: "" })).toEqual([]);
  });
  it("knows a control for every field of the contract", () => {
    for (const path of ["visitor.name", "visitor.phone", "visitor.address", "channel", "matter", "kind", "urgency", "category", "materials", "received_at", "way", "reply"]) {
      expect(intakeFieldId(path)).not.toBe("");
    }
  });
});

describe("the intake draft", () => {
  it("comes back as it was, with the attempt that may already have been registered", () => {
    const form = { ...emptyIntake(), name: "查", date: "2026-11-21" };
    expect(readDraftBody(draftBody(form, { id: "1", content: "{}" }))).toEqual({ form, attempt: { id: "1", content: "{}" } });
  });
  it("of another version fills what it can, and an unreadable one nothing", () => {
    expect(readDraftBody(JSON.stringify({ form: { name: "查", late: "yes", gone: 1 } }))).toEqual({ form: { ...emptyIntake(), name: "查" }, attempt: null });
    expect(readDraftBody("{")).toBeNull();
    expect(readDraftBody("null")).toBeNull();
  });
  it("goes under what was typed meanwhile", () => {
    const merged = mergeRestored({ ...emptyIntake(), name: "新" }, { ...emptyIntake(), name: "旧", matter: "旧事" });
    expect([merged.name, merged.matter]).toEqual(["新", "旧事"]);
    expect(isUntouched(merged)).toBe(false);
    expect(isUntouched(emptyIntake())).toBe(true);
  });
});

describe("the list's filters", () => {
  it("go to the address and come back", () => {
    const filters = { ...noFilters(), state: "open" as const, mine: true, from: "2026-11-01", text: "暖气" };
    expect(writeFilters(filters)).toEqual({ state: "open", mine: "1", from: "2026-11-01", text: "暖气" });
    expect(readFilters(writeFilters(filters))).toEqual(filters);
    expect([isFiltered(filters), isFiltered(noFilters())]).toEqual([true, false]);
  });
  it("ignore what an address should not hold", () => {
    expect(readFilters({ state: "lost", kind: ["help", "x"], from: "gestern", mine: "yes" })).toEqual({ ...noFilters(), kind: "help" });
  });
});
