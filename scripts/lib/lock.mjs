// @ts-check
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { at } from "./paths.mjs";
import { note } from "./say.mjs";

const lock = at("build/lock");
let depth = 0;

/** @param {number} pid */
function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

function holder() {
  try {
    return Number(readFileSync(lock, "utf8"));
  } catch {
    return 0;
  }
}

function take() {
  const mine = `${lock}.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    // A link is there whole or not at all: nobody reads a lock without its pid.
    linkSync(mine, lock);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    return false;
  } finally {
    rmSync(mine, { force: true });
  }
}

/**
 * Does `work` while no other set-up or build of this folder runs.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function alone(work) {
  const release = () => rmSync(lock, { force: true });
  if (depth === 0) {
    mkdirSync(at("build"), { recursive: true });
    let told = false;
    while (!take()) {
      const pid = holder();
      if (pid && !alive(pid)) {
        release();
      } else {
        if (!told) note(`waiting for another set-up or build of this folder (process ${pid})`);
        told = true;
        await sleep(300);
      }
    }
    process.on("exit", release);
  }
  depth += 1;
  try {
    return await work();
  } finally {
    depth -= 1;
    if (depth === 0) {
      process.off("exit", release);
      release();
    }
  }
}
