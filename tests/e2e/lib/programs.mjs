// Starts and stops our own programs, and makes folders for them.
// It refuses to end any process that it did not start.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { within } from "./checks.mjs";

const started = new Set();
const folders = new Set();

/** The value of an environment variable that names an existing program. */
export function demanded(name, otherwise) {
  const value = process.env[name] ?? otherwise;
  if (value === undefined || (value.includes("/") && !existsSync(value))) {
    throw new Error(`${name} must name a program; \`cargo xtask test\` sets it (found: ${value ?? "nothing"})`);
  }
  return value;
}

/** A new folder that is removed at the end. */
export function freshFolder() {
  const folder = mkdtempSync(join(tmpdir(), "keting-e2e-"));
  folders.add(folder);
  return folder;
}

/** Starts a program; it is ended with the script at the latest. */
export function start(program, args, options = {}) {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  started.add(child);
  child.log = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text) => (child.log = (child.log + text).slice(-20_000)));
  child.ended = new Promise((resolve) => child.once("exit", (code, signal) => {
    started.delete(child);
    resolve(code ?? signal);
  }));
  child.once("error", (error) => (child.log += String(error)));
  return child;
}

/** Asks a program to end, and insists after a while. */
export async function stop(child, signal = "SIGTERM") {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  try {
    await within(10_000, "ending a program", child.ended);
  } catch {
    child.kill("SIGKILL");
    await child.ended;
  }
}

/** `keting serve` over a data folder; resolves with its address. */
export async function serve(folder) {
  const child = start(demanded("KETING_BIN"), ["serve", "--data", folder, "--desk", "e2e"]);
  const first = new Promise((resolve) => createInterface({ input: child.stdout }).once("line", resolve));
  const address = await within(30_000, "keting serve", Promise.race([first, child.ended.then((code) => {
    throw new Error(`keting serve ended with ${code}: ${child.log}`);
  })]));
  return { child, address, stop: () => stop(child) };
}

/** Runs one `keting` command to its end. */
export function keting(args, environment = {}) {
  const done = spawnSync(demanded("KETING_BIN"), args, { encoding: "utf8", env: { ...process.env, ...environment }, timeout: 120_000 });
  return { code: done.status, out: done.stdout, err: done.stderr };
}

/** A port that was free a moment ago. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Ends what still runs and removes what was made. */
export async function tidy() {
  await Promise.all([...started].map((child) => stop(child)));
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
