// Starts the interface: words, look, the way to the core, keys, and then the window's content.
// It refuses to do anything itself; each part is a file of its own.
import { VueQueryPlugin } from "@tanstack/vue-query";
import { createApp } from "vue";
import App from "@/app/App.vue";
import { applyPreferences } from "@/shared/preferences";
import { router } from "@/app/router";
import { quietWebview } from "@/app/webview";
import { chooseTransport, connect, queries } from "@/bridge";
import { listenForShortcuts } from "@/shared/shortcuts";
import "@/shared/tokens.css";
import "@/shared/base.css";

applyPreferences();
// Our own shortcuts look at a key first; what they leave is then kept from the web view.
listenForShortcuts();
quietWebview(import.meta.env.PROD);
connect(await chooseTransport());
createApp(App).use(VueQueryPlugin, { queryClient: queries }).use(router).mount("#app");
