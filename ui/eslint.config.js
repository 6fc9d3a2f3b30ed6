// House rules that a machine can keep: who may import whom, and no dead or unsafe code.
// It refuses taste: layout of code is not its affair.
import pluginVue from "eslint-plugin-vue";
import tseslint from "typescript-eslint";
import vueParser from "vue-eslint-parser";

const FEATURES = ["start", "accounts", "cases", "gallery"];
const tauri = { regex: "^@tauri-apps(/|$)", message: "Only src/bridge speaks to the window; use operate() and useRead()." };
const deepBridge = { regex: "^@/bridge/.+", message: "The bridge has one door: @/bridge." };
const upwards = { regex: "^\\.\\./\\.\\.", message: "Name other folders from the root with @/." };
const restrict = (...patterns) => ({ "no-restricted-imports": ["error", { patterns }] });
const none = (folder, message) => ({ regex: `^@/${folder}(/|$)`, message });

export default tseslint.config(
  { ignores: ["dist/", "node_modules/", "src/bridge/generated.ts"] },
  ...tseslint.configs.recommended,
  ...pluginVue.configs["flat/essential"],
  {
    files: ["**/*.vue"],
    languageOptions: { parser: vueParser, parserOptions: { parser: tseslint.parser, extraFileExtensions: [".vue"] } },
    rules: { "vue/no-static-inline-styles": "error", "vue/no-v-html": "error", "vue/block-lang": ["error", { script: { lang: "ts" } }] },
  },
  {
    rules: {
      "eqeqeq": "error",
      "no-console": "error",
      "no-eval": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
    },
  },
  { files: ["src/**/*.{ts,vue}"], rules: restrict(tauri, deepBridge, upwards) },
  // The bridge knows nobody above it.
  {
    files: ["src/bridge/**/*.ts"],
    rules: restrict(none("features", "The bridge knows no feature."), none("app", "The bridge knows no screen."), none("shared", "The bridge stands alone."), none("i18n", "The bridge carries codes, not words.")),
  },
  { files: ["src/i18n/**/*.ts"], rules: restrict(tauri, none("features", "Words know no feature."), none("app", "Words know no screen."), none("shared", "Words stand alone.")) },
  { files: ["src/shared/**/*.{ts,vue}"], rules: restrict(tauri, deepBridge, none("features", "Shared controls know no feature."), none("app", "Shared controls know no screen.")) },
  ...FEATURES.map((feature) => ({
    files: [`src/features/${feature}/**/*.{ts,vue}`],
    rules: restrict(
      tauri,
      deepBridge,
      upwards,
      { regex: `^(@/features|\\.\\.)/(?!${feature}/)`, message: "Features don't import each other; what two need belongs in shared." },
      none("app", "A feature doesn't know the frame around it."),
    ),
  })),
  // Tests may use the stand-in for the core.
  { files: ["src/**/*.test.ts"], rules: restrict(tauri) },
);
