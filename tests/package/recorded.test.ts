import { readFileSync } from "node:fs";
import { createGate, type VocdoniActions, type VocdoniResource, vocdoni } from "quota-gate";
import { expect, test } from "vitest";

interface Recorded<A extends keyof VocdoniActions> {
  readonly action: A;
  readonly params: VocdoniActions[A];
  readonly limits: Readonly<Record<string, number>>;
  readonly usage: Readonly<Record<string, number>>;
  readonly allow: boolean;
  readonly codes: readonly number[];
}

const recorded: readonly Recorded<"createManagedOrg" | "publishProcess">[] = readFileSync(
  new URL("../fixtures/vocdoni-decisions.jsonl", import.meta.url),
  "utf8",
)
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));

const REFUSED: Readonly<Record<number, VocdoniResource>> = {
  40154: "managedOrgs",
  40155: "managedProcesses",
  40162: "votes",
  40046: "emails",
  40047: "sms",
};

test("each of 400 recorded decisions of the back end's packages is decided alike, for the same limits", async () => {
  expect(recorded).toHaveLength(400);
  for (const { action, params, limits, usage, allow, codes } of recorded) {
    const source = async () => ({ enabled: true, limits, usage });
    using gate = await createGate(vocdoni({ rules: "observed", source }));
    await gate.ready;
    const { verdict, blockers } = gate.check(action, params);
    const asked = JSON.stringify({ action, params, limits, usage });
    expect(verdict, asked).toBe(allow ? "allow" : "deny");
    // The back end stops at the first limit that a census exceeds; there can be more in the way than it says.
    const inTheWay = blockers.map(({ resource }) => resource);
    expect(inTheWay, asked).toEqual(expect.arrayContaining(codes.map((code) => REFUSED[code])));
  }
});
