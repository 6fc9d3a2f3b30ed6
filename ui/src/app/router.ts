// Which screen belongs to which address. The address holds filters, so that going back finds the list as it was.
// It refuses addresses for things that don't exist yet.
import AccountsPage from "@/features/accounts/AccountsPage.vue";
import CasePage from "@/features/cases/CasePage.vue";
import IntakePage from "@/features/cases/IntakePage.vue";
import ListPage from "@/features/cases/ListPage.vue";
import LostPage from "./LostPage.vue";
import SettingsPage from "./SettingsPage.vue";
import { createRouter, createWebHashHistory } from "vue-router";

export const router = createRouter({
  // The hash works alike under the window's own protocol and under any server, without rewriting rules.
  history: createWebHashHistory(),
  // The desk is one file, so that no screen waits for another to be read; only the page for developers comes apart.
  routes: [
    { path: "/", redirect: "/register" },
    { path: "/register", name: "register", component: IntakePage },
    { path: "/cases", name: "cases", component: ListPage },
    { path: "/cases/:id", name: "case", component: CasePage, props: true },
    { path: "/accounts", name: "accounts", component: AccountsPage },
    { path: "/settings", name: "settings", component: SettingsPage },
    { path: "/gallery", name: "gallery", component: () => import("@/features/gallery/GalleryPage.vue") },
    { path: "/:rest(.*)*", name: "lost", component: LostPage },
  ],
});
