// @ts-check
import { userInfo } from "node:os";
import { which } from "./paths.mjs";
import { read, run } from "./run.mjs";
import { note, Stop } from "./say.mjs";

// Without what is only recommended: with Rust that is LLVM's development files, hundreds of MB.
const apt = ["-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120"];

/**
 * Installs Debian packages, or says the command that does.
 * @param {string[]} packages
 * @param {string} purpose
 */
export async function aptInstall(packages, purpose) {
  const command = `apt-get install ${packages.join(" ")}`;
  if (!which("apt-get")) throw new Stop(`${purpose} is missing, and there is no apt-get here to install it.`);
  const direct = userInfo().uid === 0;
  if (!direct && read("sudo", "-n", "true") === null) {
    throw new Stop(`${purpose} is missing. Run \`sudo ${command}\` and start this again.`);
  }
  note(`installing ${purpose}: ${packages.join(", ")}`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  /** @param {string[]} args */
  const get = (...args) =>
    direct
      ? run("apt-get", args, { env, limit: 900 })
      : run("sudo", ["-n", "DEBIAN_FRONTEND=noninteractive", "apt-get", ...args], { limit: 900 });
  let ran = await get("install", ...apt, ...packages);
  if (ran.code !== 0) {
    note("refreshing the list of packages, then once more");
    await get("update");
    ran = await get("install", ...apt, ...packages);
  }
  if (ran.code !== 0) throw new Stop(`${purpose} could not be installed: \`${command}\` ${ran.ending}.`);
}
