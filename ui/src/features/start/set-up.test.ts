// The set-up form as data.
import { describe, expect, it } from "vitest";
import { emptySetUp, forgetSetUp, proposedShort, rememberedSetUp, rememberSetUp, setUpField, setUpInput } from "./set-up";

describe("setting up", () => {
  it.each([["城林社区党群服务中心", "城林"], ["河口镇便民服务中心", "河口"], ["东风村综合服务站", "东风"], ["Green Park Centre", ""], ["社区党群服务中心", ""]])("proposes for %s the short name %s", (name, short) =>
    expect(proposedShort(name)).toBe(short));
  it("sends the contract's input", () => {
    const form = { ...emptySetUp(), name: " 城林社区党群服务中心 ", short: "城林", zone: " ", headName: "林", login: "lin ", password: " secret " };
    expect(setUpInput(form)).toEqual({ name: "城林社区党群服务中心", short: "城林", zone: null, head: { name: "林", login: "lin", password: " secret " } });
  });
  it("survives a reload without the password", () => {
    rememberSetUp({ ...emptySetUp(), name: "城林", password: "secret-1949" });
    expect(Object.keys(sessionStorage).map((key) => sessionStorage.getItem(key)).join()).not.toContain("secret-1949");
    expect(rememberedSetUp()).toMatchObject({ name: "城林", password: "" });
    forgetSetUp();
    expect(rememberedSetUp()).toEqual(emptySetUp());
    sessionStorage.setItem("keting.set-up", "{");
    expect(rememberedSetUp()).toEqual(emptySetUp());
  });
  it("knows on which step a reason stands", () => {
    expect([setUpField("short")?.step, setUpField("head.login")?.step, setUpField("nowhere")]).toEqual(["centre", "head", null]);
  });
});
