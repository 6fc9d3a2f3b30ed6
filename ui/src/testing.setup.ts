// What every unit test needs around it. It refuses to fake behaviour; it only supplies what happy-dom lacks.
import { afterEach, beforeEach } from "vitest";
import { enableAutoUnmount } from "@vue/test-utils";

enableAutoUnmount(afterEach);
beforeEach(() => {
  document.body.innerHTML = '<div id="layers"></div>';
  sessionStorage.clear();
  localStorage.clear();
});
