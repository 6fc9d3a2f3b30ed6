// Counts what held and what did not, and ends the program accordingly.
// It refuses to stop at the first failure of an independent check, and to call a walk that broke off passed.

let passed = 0;
let failed = 0;

/** One claim; `detail` is shown when it does not hold. */
export function check(claim, holds, detail = "") {
  if (holds) passed += 1;
  else failed += 1;
  console.log(`${holds ? "ok    " : "FAILED"} ${claim}${holds || detail === "" ? "" : `: ${detail}`}`);
  return holds;
}

let broken = "";

/** A part of the walk that needs the parts before it: what it throws is a failure, and so is every part that follows unreached. */
export async function step(name, walk) {
  if (broken !== "") return void check(name, false, `not reached, because “${broken}” broke off`);
  if (!(await part(name, walk))) broken = name;
}

/** A part that stands alone; what it throws is one failure. Returns whether it came to its end. */
export async function part(name, walk) {
  const began = performance.now();
  try {
    await walk();
    console.log(`       ${name}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
    return true;
  } catch (error) {
    return check(name, false, error?.stack ?? String(error));
  }
}

/** Prints the sum and sets the exit code. */
export function sumUp() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

/** Waits until `probe` gives something true, asking again without a fixed delay in between being relied on. */
export async function until(what, probe, withinMs = 20_000) {
  const end = performance.now() + withinMs;
  let last;
  while (performance.now() < end) {
    try {
      const found = await probe();
      if (found) return found;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  throw new Error(`waited ${withinMs / 1000} s in vain for ${what}${last ? ` (${last.message})` : ""}`);
}

/** `work`, or a rejection when it takes too long; some drivers hang without end. */
export function within(ms, what, work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms / 1000} s`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
