// Dates in words and back, always in a named zone.
import { describe, expect, it } from "vitest";
import { speak, words } from "@/i18n";
import { agoWords, civil, clock, dayWords, instantOf, momentWords, readDate, readTime } from "./dates";

const SHANGHAI = "Asia/Shanghai";
const at = Date.parse("2026-11-22T06:30:00Z");

describe("dates in words", () => {
  it("stand in the centre's zone, whatever this computer thinks", () => {
    expect(momentWords(words, at, SHANGHAI, at)).toBe("11月22日 周日 14:30");
    expect(momentWords(words, at, "UTC", at)).toBe("11月22日 周日 6:30");
    expect(civil(Date.parse("2026-11-22T17:00:00Z"), SHANGHAI).day).toBe(23);
    expect(clock({ hour: 9, minute: 5 })).toBe("9:05");
  });
  it("read naturally in English too", () => {
    speak("en");
    expect(momentWords(words, at, SHANGHAI, at)).toBe("Sun 22 Nov 14:30");
    speak("zh-CN");
  });
  it("name the year when it is another one", () => {
    expect(dayWords(words, at, SHANGHAI, Date.parse("2027-01-02T00:00:00Z"))).toBe("2026年11月22日 周日");
  });
  it("count whole days on the calendar and not by 24 hours", () => {
    const now = Date.parse("2026-11-22T16:30:00Z");
    expect(agoWords(words, now - 20_000, SHANGHAI, now)).toBe("刚刚");
    expect(agoWords(words, now - 5 * 60_000, SHANGHAI, now)).toBe("5 分钟前");
    expect(agoWords(words, now - 2 * 3_600_000, SHANGHAI, now)).toBe("昨天");
    expect(agoWords(words, at, "UTC", now)).toBe("10 小时前");
    expect(agoWords(words, now - 6 * 86_400_000, SHANGHAI, now)).toBe("6 天前");
  });
});

describe("dates as people type them", () => {
  it.each([
    ["2026-11-22", "2026-11-22"], ["20261122", "2026-11-22"], ["2026年11月2日", "2026-11-02"], ["11-22", "2026-11-22"], ["11月22日", "2026-11-22"],
    ["1122", "2026-11-22"], ["２０２６．１１．２２", "2026-11-22"], ["2026/1/5", "2026-01-05"], ["2026-02-30", null], ["1301", null], ["昨天", null], ["", null],
  ])("%s is %s", (text, date) => expect(readDate(text, "2026-11-20")).toBe(date));
  it.each([
    ["14:30", "14:30"], ["１４：３０", "14:30"], ["1430", "14:30"], ["930", "09:30"], ["9点", "09:00"], ["9点半", "09:30"], ["9点05分", "09:05"], ["24:00", null], ["9:60", null], ["早上", null],
  ])("%s is %s", (text, time) => expect(readTime(text)).toBe(time));
  it("become instants in the zone, also across a change of its clocks", () => {
    expect(instantOf("2026-11-22", "14:30", SHANGHAI)).toBe(at);
    expect(new Date(instantOf("2026-03-29", "03:30", "Europe/Berlin")).toISOString()).toBe("2026-03-29T01:30:00.000Z");
    expect(new Date(instantOf("2026-03-29", "01:30", "Europe/Berlin")).toISOString()).toBe("2026-03-29T00:30:00.000Z");
  });
});
