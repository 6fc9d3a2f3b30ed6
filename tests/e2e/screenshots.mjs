// Pictures of every screen: two languages, light, dark and large type, 1280×720 and 1024×768. To be looked at by a person.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Browser, dress, launch } from "./lib/browser.mjs";
import { check, part, sumUp } from "./lib/checks.mjs";
import { freshFolder, tidy } from "./lib/programs.mjs";
import { tour } from "./lib/tour.mjs";

const folder = process.env.KETING_SCREENSHOTS ?? "target/screenshots";
const LOOKS = [["light", "light", "normal"], ["dark", "dark", "normal"], ["large", "light", "large"]];
const SIZES = [{ width: 1280, height: 720 }, { width: 1024, height: 768 }];

async function pictures(chromium, language) {
  const browser = await Browser.open(chromium, freshFolder(), { theme: "light", type: "normal", language });
  const { page } = browser;
  await tour(browser, async (name) => {
    for (const [look, theme, type] of LOOKS) {
      for (const size of SIZES) {
        await page.setViewportSize(size);
        await dress(page, theme, type);
        const file = `${name}-${language}-${look}-${size.width}.png`;
        await page.screenshot({ path: join(folder, file) });
        check(file, true);
      }
    }
    await page.setViewportSize(SIZES[0]);
    await dress(page, "light", "normal");
  });
  await browser.close();
}

mkdirSync(folder, { recursive: true });
const chromium = await launch();
try {
  await part("Chinese", () => pictures(chromium, "zh-CN"));
  await part("English", () => pictures(chromium, "en"));
} finally {
  await chromium.close();
  await tidy();
  sumUp();
}
