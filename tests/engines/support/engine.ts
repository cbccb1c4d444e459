import { readFileSync } from "node:fs";
import path from "node:path";
import { Capabilities, logging, WebDriver } from "selenium-webdriver";
import { Executor, HttpClient } from "selenium-webdriver/http";
import { DriverService } from "selenium-webdriver/remote";
import { freePort } from "../../../scripts/lib/port.mjs";

const root = path.resolve(import.meta.dirname, "../../..");

interface Kind {
  readonly title: string;
  /** The variable that names its driver, as wasm-bindgen's test runner calls it. */
  readonly variable: string;
  readonly capabilities: object;
}

const file = process.env["WASM_BINDGEN_TEST_WEBDRIVER_JSON"] ?? path.join(root, "webdriver.json");
const { "goog:chromeOptions": chrome, "moz:firefoxOptions": firefox } = JSON.parse(
  readFileSync(file, "utf8"),
);

const KINDS: Readonly<Record<string, Kind>> = {
  chromium: {
    title: "Chromium",
    variable: "CHROMEDRIVER",
    capabilities: { "goog:chromeOptions": chrome, "goog:loggingPrefs": { browser: "ALL" } },
  },
  firefox: { title: "Firefox", variable: "GECKODRIVER", capabilities: { "moz:firefoxOptions": firefox } },
  webkit: { title: "WebKitGTK", variable: "SAFARIDRIVER", capabilities: {} },
};

/** Those that `npm run engines` has been asked for. */
export const kinds = (process.env["ENGINES"] ?? "").split(",").flatMap((name) => KINDS[name] ?? []);

/** A browser behind its WebDriver. */
export interface Engine {
  readonly driver: WebDriver;
  readonly version: string;
  /** What the driver tells of the console since last asked; only Chromium's does. */
  console(): Promise<string[]>;
  close(): Promise<void>;
}

export async function openEngine({ variable, capabilities }: Kind): Promise<Engine> {
  const program = process.env[variable];
  if (!program) throw new Error(`${variable} names no driver: start this by \`npm run engines\``);
  const port = await freePort();
  const service = new DriverService(program, { loopback: true, port, args: [`--port=${port}`] });
  const address = await service.start();
  const executor = new Executor(new HttpClient(address.replace(/\/$/, "")));
  const driver = WebDriver.createSession(executor, new Capabilities(capabilities));
  const told = await driver.getCapabilities();
  return {
    driver,
    version: told.getBrowserVersion() ?? "",
    async console() {
      if (!("goog:loggingPrefs" in capabilities)) return [];
      const entries = await driver.manage().logs().get(logging.Type.BROWSER);
      return entries
        .filter(({ level }) => level.value >= logging.Level.WARNING.value)
        .map(({ message }) => message);
    },
    async close() {
      await driver.quit();
      await service.kill();
    },
  };
}
