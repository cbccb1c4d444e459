// @ts-check
import { none, told } from "./count.mjs";
import { note, Stop } from "./say.mjs";

/**
 * Work that counts. The last line is read by programs: also where set-up or the build didn't let any of it begin.
 * @param {() => Promise<import("./count.mjs").Count>} work
 */
export async function counted(work) {
  const sum = await work().catch((error) => {
    console.error(error instanceof Stop ? `\n ✗ ${error.message}` : error);
    return { ...none(), failed: 1 };
  });
  for (const failure of sum.failures) note(`✗ ${failure}`);
  console.log(`\n${told(sum)}`);
  if (sum.failed > 0) process.exitCode = 1;
}
