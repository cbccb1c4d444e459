// @ts-check
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../port.mjs";
import { run } from "../run.mjs";
import { Stop } from "../say.mjs";

/** Some build tools report home unless they are told not to. */
const SILENT = {
  CI: "1",
  NEXT_TELEMETRY_DISABLED: "1",
  NUXT_TELEMETRY_DISABLED: "1",
  WRANGLER_SEND_METRICS: "false",
};

/**
 * The programs that an application installed, and `node`.
 * @param {string} folder @param {Record<string, string>} given what they find in their environment
 * @param {AbortSignal} until then they are ended, and what they started with them
 */
export function programsOf(folder, given, until) {
  const env = { ...SILENT, XDG_CONFIG_HOME: join(folder, ".config"), ...given };
  /** @param {string} program @param {string[]} args @param {Record<string, string>} more */
  const ran = (program, args, more = {}) =>
    run(program === "node" ? process.execPath : join(folder, "node_modules/.bin", program), args, {
      cwd: folder,
      env: { ...env, ...more },
      quiet: true,
      until,
    });

  return {
    /** Runs one to its end, and returns what it printed. @param {string} program @param {string[]} args */
    async use(program, ...args) {
      const { code, output, ending } = await ran(program, args);
      if (code !== 0) throw new Stop(`\`${program} ${args.join(" ")}\` ${ending}.\n${output}`);
      return output;
    },

    /**
     * Starts one that serves, and waits until it does.
     * @param {string} program @param {(port: string) => string[]} args it is also told by PORT and HOST
     */
    async start(program, args) {
      const port = String(await freePort());
      const url = `http://127.0.0.1:${port}/`;
      /** @type {import("../run.mjs").Ran | undefined} */
      let ended;
      ran(program, args(port), { PORT: port, HOST: "127.0.0.1" }).then((ran) => {
        ended = ran;
      });
      while (!(await fetch(url, { signal: until }).catch(() => null))) {
        if (ended) throw new Stop(`\`${program}\` ${ended.ending}.\n${ended.output}`);
        await sleep(100);
      }
      return url;
    },
  };
}
