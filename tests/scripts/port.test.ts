import { spawn } from "node:child_process";
import { once } from "node:events";
import { finished } from "node:stream/promises";
import { expect, test } from "vitest";
import { finally_ } from "../package/support.js";

const PORTS = new URL("../../scripts/lib/port.mjs", import.meta.url).href;
/** Takes twenty ports at once, says which, and lives until its input ends. */
const TAKER = `
  const { freePort } = await import(${JSON.stringify(PORTS)});
  console.log(JSON.stringify(await Promise.all(Array.from({ length: 20 }, freePort))));
  process.stdin.resume();
`;

const taker = async (): Promise<number[]> => {
  const { stdin, stdout } = spawn(process.execPath, ["--input-type=module", "-e", TAKER], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  finally_(async () => {
    stdin.end();
    await finished(stdout.resume());
  });
  const [line] = await once(stdout.setEncoding("utf8"), "data");
  return JSON.parse(line);
};

test("no two programs are told the same port, whoever starts them", async () => {
  const ports = (await Promise.all(Array.from({ length: 6 }, taker))).flat();
  expect(new Set(ports).size).toBe(120);
});
