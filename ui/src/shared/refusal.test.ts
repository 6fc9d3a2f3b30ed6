// Refusals: every code has its sentence, every reason its place.
import { describe, expect, it } from "vitest";
import { CODES, type Problem } from "@/bridge";
import { words } from "@/i18n";
import { reasonsOf, sentence, useRefusal } from "./refusal";

const problem: Problem = {
  code: "invalid_input", facts: {},
  reasons: [{ code: "required", field: "matter", facts: {} }, { code: "too_long", field: "reply", facts: { max: 2000 } }, { code: "too_busy", field: null, facts: {} }],
};

describe("a refusal", () => {
  it("has a sentence for every code, with its facts in it", () => {
    for (const code of CODES) expect(sentence(words, { code, facts: {} })).not.toBe(code);
    expect(sentence(words, { code: "too_long", facts: { max: 2000 } })).toBe("最多 2000 个字");
  });
  it("shows an unknown code rather than nothing", () => {
    expect(sentence(words, { code: "something_newer" as never, facts: {} })).toBe("something_newer");
  });
  it("without reasons is its own reason", () => {
    expect(reasonsOf({ code: "wrong_login", facts: { left: 3 }, reasons: [] })).toEqual([{ code: "wrong_login", facts: { left: 3 }, field: null }]);
  });
  it("shows all reasons, puts the focus on the first field that is there, and drops a reason when its field is edited", async () => {
    document.body.innerHTML = '<input id="f-reply"><div id="summary" tabindex="-1"></div>';
    const refusal = useRefusal((path) => `f-${path}`);
    await refusal.show({ is: "refused", problem }, () => document.getElementById("summary"));
    expect(refusal.reasons.value).toHaveLength(3);
    expect(document.activeElement?.id).toBe("f-reply");
    refusal.edited("reply");
    expect(refusal.of("reply")).toEqual([]);
    expect(refusal.of("matter")).toHaveLength(1);
    refusal.edited("matter");
    expect(refusal.reasons.value.map(({ code }) => code)).toEqual(["too_busy"]);
  });
  it("without a field puts the focus on the summary", async () => {
    document.body.innerHTML = '<div id="summary" tabindex="-1"></div>';
    const refusal = useRefusal((path) => path);
    await refusal.show({ is: "broken", logId: "7" }, () => document.getElementById("summary"));
    expect(document.activeElement?.id).toBe("summary");
    refusal.edited("matter");
    expect(refusal.failed.value).toEqual({ is: "broken", logId: "7" });
  });
});
