// Builds the interface into dist/, which the desktop shell embeds and the server hands out.
// It refuses inline code: every script and style becomes a file, because the window's policy is `default-src 'self'`.
import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";

const server = process.env["KETING_SERVER"];

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  define: {
    __VUE_OPTIONS_API__: "false",
    __VUE_PROD_DEVTOOLS__: "false",
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
    __VUE_I18N_FULL_INSTALL__: "false",
    __VUE_I18N_LEGACY_API__: "false",
    __INTLIFY_PROD_DEVTOOLS__: "false",
  },
  // `npm run dev` answers from the stand-in in src/bridge/mock; KETING_SERVER=http://127.0.0.1:… speaks to a real `keting serve`.
  server: {
    port: 5173,
    strictPort: true,
    ...(server === undefined ? {} : { proxy: { "/operations": server, "/events": server } }),
  },
  build: {
    target: ["chrome107", "safari16"],
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts"],
    restoreMocks: true,
    setupFiles: ["src/testing.setup.ts"],
  },
});
