// @ts-check
import { crateAdvisories, crates, npmAdvisories, npmSignatures } from "./lib/audits.mjs";
import { alone } from "./lib/lock.mjs";
import { checkNode, npmPackages } from "./lib/npm.mjs";
import { main } from "./lib/run.mjs";
import { nativeRust } from "./lib/rust.mjs";
import { heading, note, Stop } from "./lib/say.mjs";
import { cargoDeny } from "./lib/tools.mjs";

const marks = { passed: "✓", failed: "✗", unchecked: "?" };

/** Licences, advisories and signatures of all that is used; with `--strict` what can't be checked fails too. */
await main(import.meta.filename, async () => {
  const deny = await alone(async () => {
    heading("Set-up");
    checkNode();
    await npmPackages();
    await nativeRust();
    return cargoDeny();
  });
  heading("Audit");
  const audits = [
    ...(await crates(deny)),
    ...(await crateAdvisories(deny)),
    ...(await npmAdvisories()),
    ...(await npmSignatures()),
  ];
  heading("What was checked, and what could not be");
  for (const { name, result, why } of audits)
    note(`${marks[result]} ${name}${why ? `: NOT CHECKED, ${why}` : ""}`);
  const count = (/** @type {string} */ wanted) => audits.filter(({ result }) => result === wanted).length;
  console.log(`\n${count("passed")} passed, ${count("failed")} failed, ${count("unchecked")} not checked`);
  if (count("failed")) throw new Stop("The audit found something: see above.");
  if (process.argv.includes("--strict") && count("unchecked")) {
    throw new Stop("The audit isn't whole, and --strict wants it to be.");
  }
});
