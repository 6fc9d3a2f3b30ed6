// Visits every screen in each state that it can be in, on an empty data folder, and calls `at(name)` in each.
// It goes by marks for tests and ids, so it works in every language. A screen that it does not visit is not looked at by anybody.
const HEAD = { login: "zhuren", password: "ke-ting-2026-mima" };

export async function tour({ page }, at) {
  const mark = (name) => page.locator(`[data-test=${name}]`);
  const shown = (selector) => page.locator(selector).first().waitFor();
  const press = async (name) => mark(name).first().click();

  await shown("[data-test=start-set-up]");
  await at("01-start");
  await setUp();
  await intake();
  await lists();
  await others();
  await lockAndLeave();
  await sample();

  async function setUp() {
    await press("start-set-up");
    await shown("#set-up-name");
    await page.fill("#set-up-name", "城林社区党群服务中心");
    await at("02-set-up-centre");
    await press("set-up-next");
    await shown("#set-up-password");
    await page.fill("#set-up-login", "ZR 1");
    await page.fill("#set-up-password", "12345678");
    await at("03-set-up-head");
    await press("set-up-next");
    await shown("[aria-invalid=true]");
    await at("04-set-up-refused");
    await page.fill("#set-up-head-name", "示例主任");
    await page.fill("#set-up-login", HEAD.login);
    await page.fill("#set-up-password", HEAD.password);
    await press("set-up-next");
    await shown("[data-test=recovery-code]");
    await press("recovery-done");
    await shown("#recovery-warning");
    await at("05-recovery-code");
    await page.click("#recovery-confirm");
    await press("recovery-done");
    await shown("[data-test=intake]");
  }

  async function intake() {
    await at("06-intake-empty");
    await page.keyboard.press("Control+Enter");
    await shown("[aria-invalid=true]");
    await at("07-intake-refused");
    await page.fill("#intake-name", "示例仇某");
    await page.fill("#intake-phone", "13800005678");
    await page.fill("#intake-matter", "示例：楼道感应灯不亮，老人夜间下楼看不清，希望尽快维修");
    await page.click("[data-test=intake-channel-more]");
    await page.click("[data-test=intake-more-toggle]");
    await page.click("#intake-late");
    await shown("#intake-time");
    await at("08-intake-more");
    await page.click("#intake-late");
    await page.click("[data-test=intake-way-taken]");
    await page.keyboard.press("Control+Enter");
    await shown("[data-test=case-number]");
    await at("09-intake-saved");
    for (const matter of ["示例：询问老年证怎么办理", "示例：咨询医保报销比例", "示例：小区垃圾清运不及时"]) {
      await press("intake-another");
      await shown("[data-test=intake]");
      await page.fill("#intake-name", "示例单某");
      await page.fill("#intake-matter", matter);
      await page.fill("#intake-reply", "示例：已当场答复");
      await page.keyboard.press("Control+Enter");
      await shown("[data-test=case-number]");
    }
  }

  async function lists() {
    await press("rail-cases");
    await shown("[role=grid]");
    await at("10-list");
    await page.locator("[role=combobox]").first().click();
    await shown("[role=listbox]");
    await at("11-list-choosing");
    await page.keyboard.press("Escape");
    await page.locator("[role=grid] [role=row]").nth(1).click();
    await page.keyboard.press("Enter");
    await page.waitForURL(/#\/cases\/./);
    await shown("main h2");
    await at("12-case");
    await page.goto(`${new URL(page.url()).origin}/#/cases/nothing`);
    await page.locator("main").getByRole("button").first().waitFor();
    await at("13-case-missing");
    await press("rail-cases");
    await shown("[role=grid]");
    await page.locator("main input").first().fill("没有这样的事项");
    await shown("[data-test=empty-reset]");
    await at("14-list-no-match");
    await press("empty-reset");
  }

  async function others() {
    await press("rail-accounts");
    await shown("[data-test=account-row]");
    await at("15-accounts");
    await press("account-add");
    await shown("[role=dialog]");
    await at("16-account-new");
    await page.locator("[role=dialog] button[type=submit]").click();
    await shown("[role=dialog] [aria-invalid=true]");
    await at("17-account-refused");
    await page.keyboard.press("Escape");
    await press("rail-settings");
    await shown("#theme");
    await at("18-settings");
    await page.goto(`${new URL(page.url()).origin}/#/nowhere`);
    await page.waitForURL(/nowhere/);
    await at("19-lost");
    await page.goto(`${new URL(page.url()).origin}/#/gallery`);
    await shown("main h2");
    await at("20-gallery");
    await page.goto(`${new URL(page.url()).origin}/#/register`);
    await shown("[data-test=intake]");
  }

  async function lockAndLeave() {
    await page.keyboard.press("Control+l");
    await shown("#unlock-password");
    await at("21-locked");
    await page.fill("#unlock-password", "wrong-password");
    await press("unlock-submit");
    await shown("[data-test=unlock] [aria-invalid=true], [data-test=unlock] [role=alert]");
    await at("22-unlock-refused");
    await press("lock-other");
    await shown("[data-test=log-in]");
    await at("23-log-in");
    await page.fill("#log-in-login", "zhuren");
    await page.fill("#log-in-password", "wrong-password");
    await press("log-in-submit");
    await shown("[data-test=log-in] [role=alert], [data-test=log-in] [aria-invalid=true]");
    await at("24-log-in-refused");
    await press("log-in-forgot");
    await page.locator("input").nth(2).waitFor();
    await at("25-recover");
    await page.reload();
    await shown("[data-test=log-in]");
  }

  async function sample() {
    await press("start-sample");
    await shown("[data-test=sample-password]");
    await at("26-sample-accounts");
    await press("sample-enter-qiantai1");
    await shown("[data-test=intake]");
    await at("27-sample-intake");
    await press("rail-cases");
    await shown("[role=grid]");
    await at("28-sample-list");
    await press("rail-settings");
    await press("sample-wipe");
    await shown("[role=alertdialog]");
    await at("29-sample-wipe");
    await press("sample-wipe-confirm");
    await shown("[data-test=log-in]");
  }
}
