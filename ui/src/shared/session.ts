// Who is here: the centre's status as every screen sees it.
// It refuses to remember anything itself; the core's answer is the only truth.
import { computed } from "vue";
import { useRead, type Output } from "@/bridge";

export type Me = NonNullable<Output<"centre.status">["me"]>;
export type Centre = NonNullable<Output<"centre.status">["centre"]>;
export type Role = Me["roles"][number];

export const MAY_REGISTER: readonly Role[] = ["front_desk", "centre_head", "volunteer_admin"];
export const MAY_MANAGE_ACCOUNTS: readonly Role[] = ["centre_head", "system_admin"];
const DEFAULT_ZONE = "Asia/Shanghai";

export function useSession() {
  const query = useRead("centre.status", {});
  const status = computed(() => query.data.value ?? null);
  const me = computed(() => status.value?.me ?? null);
  const centre = computed(() => status.value?.centre ?? null);
  const zone = computed(() => centre.value?.zone ?? DEFAULT_ZONE);
  const has = (roles: readonly Role[]): boolean => me.value?.roles.some((role) => roles.includes(role)) ?? false;
  return { query, status, me, centre, zone, has };
}
