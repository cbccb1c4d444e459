// @ts-check
import { installLocked } from "../npm.mjs";
import { at } from "../paths.mjs";
import { Stop } from "../say.mjs";
import { unpack } from "./tarball.mjs";

const FLAGS = ["--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts", "--cache", at("build/npm")];

/**
 * Puts into a throw-away folder what its lock file says, and the tarball.
 * @param {string} folder @param {string} tarball @param {AbortSignal} until
 */
export async function installInto(folder, tarball, until) {
  const { code, output, ending } = await installLocked(FLAGS, { cwd: folder, quiet: true, until });
  if (code !== 0) throw new Stop(`npm install ${ending}.\n${output}`);
  unpack(tarball, folder);
}
