// The words of both languages against each other, against the problem codes, and against the code that uses them.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CODES } from "@/bridge";
import { LANGUAGES, messages } from ".";

type Tree = { [key: string]: string | Tree };
const flat = (tree: Tree, under = ""): Record<string, string> =>
  Object.fromEntries(Object.entries(tree).flatMap(([key, value]) => (typeof value === "string" ? [[under + key, value]] : Object.entries(flat(value, `${under}${key}.`)))));
const facts = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "").sort();
const all = Object.fromEntries(LANGUAGES.map((language) => [language, flat(messages[language] as unknown as Tree)]));
const zh = all["zh-CN"]!;
const en = all["en"]!;

function sources(folder: string): string {
  return readdirSync(folder, { withFileTypes: true }).map((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return path.includes("i18n") ? "" : sources(path);
    return /\.(vue|ts)$/.test(entry.name) && !entry.name.includes(".test.") ? readFileSync(path, "utf8") : "";
  }).join("\n");
}

describe("the words", () => {
  it.each(LANGUAGES)("hold a sentence for every problem code in %s, and none for codes that don't exist", (language) => {
    const problems = Object.keys(all[language]!).filter((key) => key.startsWith("problem."));
    expect(problems.sort()).toEqual(CODES.map((code) => `problem.${code}`).sort());
  });
  it("have the same keys in every language", () => expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort()));
  it("have the same facts in every language", () => {
    for (const key of Object.keys(zh)) expect([key, facts(en[key] ?? "")]).toEqual([key, facts(zh[key] ?? "")]);
  });
  it("are never empty, and Chinese has no English sentences nor English Chinese ones", () => {
    const mayMix = /^(settings\.languages|setUp\.(nameHint|shortHint))/;
    for (const [key, text] of Object.entries(zh)) expect([key, text.trim() !== "" && (/[\u4e00-\u9fff]/.test(text) || text.replace(/\{\w+\}/g, "").length < 12)]).toEqual([key, true]);
    for (const [key, text] of Object.entries(en)) expect([key, text.trim() !== "" && (mayMix.test(key) || !/[\u4e00-\u9fff]/.test(text))]).toEqual([key, true]);
  });
  it("are all used somewhere", () => {
    const text = sources(join(process.cwd(), "src"));
    const stems = [...text.matchAll(/[`"]((?:[a-zA-Z]+\.)+)\$\{/g)].map(([, stem]) => stem ?? "");
    const unused = Object.keys(zh).filter((key) => !text.includes(`"${key}"`) && !text.includes(`'${key}'`) && !stems.some((stem) => key.startsWith(stem)));
    expect(unused).toEqual([]);
  });
});
