// @ts-check
import { build } from "./build.mjs";
import { browser } from "./lib/browser.mjs";
import { chosen } from "./lib/chosen.mjs";
import { proofs } from "./lib/proof/proofs.mjs";
import { prove } from "./lib/proof/prove.mjs";
import { writeRecord } from "./lib/proof-record.mjs";
import { writeTable } from "./lib/proof-table.mjs";
import { main } from "./lib/run.mjs";
import { heading, note, Stop, took } from "./lib/say.mjs";

/** The packed tarball in applications as users have them: the rows of the README's table that are about bundlers. */
await main(import.meta.filename, async () => {
  const list = chosen(proofs);
  await build();
  const { CHROMIUM = "" } = await browser();
  heading(`Proof, in ${list.length} applications`);
  const started = performance.now();
  const rows = await prove(list, CHROMIUM);
  const wanted = list.flatMap(({ ways }) => ways).length;
  console.log(`\n${rows.length} proven, ${wanted - rows.length} failed (${took(started)})`);
  if (rows.length < wanted) throw new Stop("What failed is in build/proof; nothing was written.");
  if (list.length < proofs.length) return note("docs/proof and the README are written by a run of all");
  writeRecord("bundlers", rows);
  writeTable();
  note("docs/proof/bundlers.json and the README's table are written: commit them");
});
