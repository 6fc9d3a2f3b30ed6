// The import rule, shown to bite and shown to let pass.
import { ESLint } from "eslint";
import { describe, expect, it } from "vitest";

const eslint = new ESLint();
const broken = async (filePath: string, code: string): Promise<string[]> => {
  const [result] = await eslint.lintText(code, { filePath });
  return (result?.messages ?? []).filter(({ ruleId }) => ruleId === "no-restricted-imports").map(({ message }) => message);
};

describe("the import rule", () => {
  it.each([
    ["src/features/cases/x.ts", "@tauri-apps/api/core"],
    ["src/app/x.ts", "@tauri-apps/api/core"],
    ["src/shared/x.ts", "@tauri-apps/api/event"],
    ["src/features/cases/x.ts", "@/features/accounts/LockScreen.vue"],
    ["src/features/cases/x.ts", "../accounts/LockScreen.vue"],
    ["src/features/start/x.ts", "@/app/router"],
    ["src/shared/x.ts", "@/features/cases/intake"],
    ["src/shared/x.ts", "@/app/router"],
    ["src/features/cases/x.ts", "@/bridge/operate"],
    ["src/bridge/x.ts", "@/shared/dates"],
  ])("keeps %s from importing %s", async (file, from) => {
    expect(await broken(file, `import { a } from "${from}";\nexport { a };\n`)).not.toEqual([]);
  });
  it.each([
    ["src/bridge/x.ts", "@tauri-apps/api/core"],
    ["src/features/cases/x.ts", "./intake"],
    ["src/features/cases/x.ts", "@/shared/dates"],
    ["src/features/cases/x.ts", "@/bridge"],
    ["src/app/x.ts", "@/features/cases/IntakePage.vue"],
  ])("lets %s import %s", async (file, from) => {
    expect(await broken(file, `import { a } from "${from}";\nexport { a };\n`)).toEqual([]);
  });
});
