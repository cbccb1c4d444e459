// @ts-check
import { build } from "./build.mjs";
import { browser } from "./lib/browser.mjs";
import { chosen } from "./lib/chosen.mjs";
import { add, none, told } from "./lib/count.mjs";
import { counted } from "./lib/counted.mjs";
import { alone } from "./lib/lock.mjs";
import { main } from "./lib/run.mjs";
import { heading, note, Stop, took } from "./lib/say.mjs";
import { suites } from "./lib/suites.mjs";

const findBrowser = () =>
  alone(browser).catch((error) => {
    if (!(error instanceof Stop)) throw error;
    note(error.message);
    return error.message;
  });

async function test() {
  const started = performance.now();
  const list = chosen(suites);
  const tools = {
    ...(await build()),
    browser: list.some((suite) => suite.browser) ? await findBrowser() : "",
  };
  let sum = none();
  /** @type {string[]} */
  const lines = [];
  for (const suite of list) {
    const since = performance.now();
    heading(suite.title);
    let count = { ...none(), failed: 1 };
    if (suite.browser && typeof tools.browser === "string") note(tools.browser);
    else count = await suite.test(tools);
    sum = add(sum, count);
    lines.push(`${suite.name.padEnd(12)} ${took(since).padStart(12)}   ${told(count)}`);
    note(lines.at(-1) ?? "");
  }
  heading(`All suites (${took(started)})`);
  for (const line of lines) note(line);
  return sum;
}

await main(import.meta.filename, () => counted(test));
