// @ts-check
import { aptInstall } from "./apt.mjs";
import { browser } from "./browser.mjs";
import { which } from "./paths.mjs";
import { read } from "./run.mjs";
import { ok, Stop } from "./say.mjs";
import { geckodriver } from "./tools.mjs";

/**
 * @typedef {object} Engine
 * @property {string} name as --only takes it
 * @property {string} title
 * @property {() => Promise<Record<string, string>>} find installs what is missing; the environment that names its driver
 * @property {string[]} through the command that runs what opens it
 */

/**
 * Programs, installed as Debian packages where one is missing.
 * @param {string} title
 * @param {string[]} programs
 * @param {string[]} packages
 */
async function programs(title, programs, packages) {
  const missing = () => programs.filter((program) => !which(program));
  if (missing().length) await aptInstall(packages, title);
  if (missing().length) throw new Stop(`${title} is installed without ${missing().join(", ")}.`);
}

/** @type {Engine[]} */
export const engines = [
  { name: "chromium", title: "Chromium", find: browser, through: [] },
  {
    name: "firefox",
    title: "Firefox",
    async find() {
      await programs("Firefox", ["firefox"], ["firefox-esr"]);
      const GECKODRIVER = await geckodriver();
      ok(`Firefox: ${read("firefox", "--version")}, ${read(GECKODRIVER, "--version")?.split("\n")[0]}`);
      return { GECKODRIVER };
    },
    through: [],
  },
  {
    name: "webkit",
    title: "WebKitGTK",
    async find() {
      const packages = ["webkit2gtk-driver", "xvfb", "xauth"];
      await programs("WebKitGTK", ["WebKitWebDriver", "xvfb-run", "xauth"], packages);
      const SAFARIDRIVER = which("WebKitWebDriver") ?? "";
      ok(`WebKitGTK: ${SAFARIDRIVER}`);
      return { SAFARIDRIVER };
    },
    // It has no mode without a screen.
    through: ["xvfb-run", "-a"],
  },
];
