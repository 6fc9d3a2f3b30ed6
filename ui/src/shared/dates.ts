// Dates and times in words and back, always in the centre's zone.
// It refuses the computer's own zone: instants are epoch milliseconds, civil dates are "YYYY-MM-DD", and only a zone joins them.
import type { Words } from "@/i18n";

export interface Civil { year: number; month: number; day: number; weekday: number; hour: number; minute: number }

type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;
type Month = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12;

const formats = new Map<string, Intl.DateTimeFormat>();
function formatFor(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric",
    });
    formats.set(zone, format);
  }
  return format;
}

/** The civil time of an instant in a zone. */
export function civil(at: number, zone: string): Civil {
  const parts = Object.fromEntries(formatFor(zone).formatToParts(at).map(({ type, value }) => [type, Number(value)])) as Record<string, number>;
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = parts;
  return { year, month, day, hour, minute, weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay() };
}

const two = (value: number): string => String(value).padStart(2, "0");

export const isoDate = ({ year, month, day }: Pick<Civil, "year" | "month" | "day">): string => `${year}-${two(month)}-${two(day)}`;
export const clock = ({ hour, minute }: Pick<Civil, "hour" | "minute">): string => `${hour}:${two(minute)}`;

/** 11月22日 周日, with the year when it is not this one. */
export function dayWords(t: Words, at: number, zone: string, now: number = Date.now()): string {
  const { year, month, day, weekday } = civil(at, zone);
  const key = year === civil(now, zone).year ? "time.day" : "time.dayWithYear";
  return t(key, { year, day, month: t(`time.month.${month as Month}`), weekday: t(`time.weekday.${weekday as Weekday}`) });
}

/** 11月22日 周日 14:30 */
export function momentWords(t: Words, at: number, zone: string, now: number = Date.now()): string {
  return t("time.dayTime", { day: dayWords(t, at, zone, now), time: clock(civil(at, zone)) });
}

/** 刚刚, 5 分钟前, 3 小时前, 昨天, 6 天前; whole days are counted on the centre's calendar. */
export function agoWords(t: Words, at: number, zone: string, now: number = Date.now()): string {
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) return t("time.justNow");
  if (minutes < 60) return t("time.minutesAgo", { n: minutes });
  const midnight = (when: number): number => {
    const { year, month, day } = civil(when, zone);
    return Date.UTC(year, month - 1, day);
  };
  const days = Math.round((midnight(now) - midnight(at)) / 86_400_000);
  if (days === 0) return t("time.hoursAgo", { n: Math.floor(minutes / 60) });
  return days === 1 ? t("time.yesterday") : t("time.daysAgo", { n: days });
}

const narrowed = (text: string): string => text.normalize("NFKC").trim();

function valid(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const same = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return same && year >= 1900 && year <= 2200 ? isoDate({ year, month, day }) : null;
}

/** Reads 2026-11-22, 20261122, 2026年11月22日, 11-22, 11月22日 and 1122 (this year). Null when it is none of them. */
export function readDate(text: string, today: string): string | null {
  const plain = narrowed(text);
  const parts = plain.match(/^(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/);
  if (parts) return valid(Number(parts[1] ?? today.slice(0, 4)), Number(parts[2]), Number(parts[3]));
  const digits = plain.match(/^(\d{4})?(\d{2})(\d{2})$/);
  return digits ? valid(Number(digits[1] ?? today.slice(0, 4)), Number(digits[2]), Number(digits[3])) : null;
}

/** Reads 14:30, 14：30, 1430, 9:05, 9点, 9点半, 9点05分 as "HH:MM". Null when it is none of them. */
export function readTime(text: string): string | null {
  const plain = narrowed(text).replace("半", "30");
  const parts = plain.match(/^(\d{1,2})\s*[:.点时]\s*(\d{1,2})?\s*分?$/) ?? plain.match(/^(\d{1,2})(\d{2})$/);
  if (!parts) return null;
  const hour = Number(parts[1]);
  const minute = Number(parts[2] ?? 0);
  return hour < 24 && minute < 60 ? `${two(hour)}:${two(minute)}` : null;
}

/** The instant of a civil date and time in a zone; within a skipped hour the moment after it. */
export function instantOf(date: string, time: string, zone: string): number {
  const wanted = Date.parse(`${date}T${time}:00Z`);
  const wallAt = (at: number): number => {
    const { year, month, day, hour, minute } = civil(at, zone);
    return Date.UTC(year, month - 1, day, hour, minute);
  };
  let at = wanted - (wallAt(wanted) - wanted);
  at -= wallAt(at) - wanted;
  return at;
}
