import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Limits, Sandbox, Usage } from "../../www/sandbox/index";
import { at, call, createDraft, firstOrg, useSandbox } from "./support";

interface CaseBase {
  readonly limits: Limits;
  readonly usage: Usage;
  readonly allow: boolean;
  readonly codes: readonly number[];
}

type Case =
  | (CaseBase & { readonly action: "createManagedOrg"; readonly params: Record<string, never> })
  | (CaseBase & {
      readonly action: "publishProcess";
      readonly params: { voters: number; questions: number; emailOtp: boolean; smsOtp: boolean };
    });

const cases: readonly Case[] = readFileSync(
  new URL("../fixtures/vocdoni-decisions.jsonl", import.meta.url),
  "utf8",
)
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));

/** A refused publish is 400/40004 whatever refused; its text tells. */
const REASONS: readonly (readonly [RegExp, number])[] = [
  [/integrator quota exceeded/, 40155],
  [/census size exceeds email allowance: remaining emails: \d+/, 40046],
  [/census size exceeds sms allowance: remaining sms: \d+/, 40047],
  [/census size exceeds vote allowance: remaining votes: \d+/, 40162],
];

describe("the decisions of the platform's own packages", () => {
  const sandbox = useSandbox();

  it("are those of the sandbox, over HTTP", { timeout: 60_000 }, async () => {
    const disagreements: unknown[] = [];
    for (const expected of cases) {
      const decided = await decide(sandbox(), expected);
      if (decided.allow !== expected.allow || String(decided.codes) !== String(expected.codes)) {
        disagreements.push({ expected, decided });
      }
    }
    expect(cases).toHaveLength(400);
    expect(disagreements).toEqual([]);
  });
});

async function decide(sandbox: Sandbox, wanted: Case): Promise<{ allow: boolean; codes: number[] }> {
  sandbox.reset();
  const { fullKey } = sandbox.credentials("free-tier");
  sandbox.setLimits("free-tier", wanted.limits);
  sandbox.setUsage("free-tier", wanted.usage);
  if (wanted.action === "createManagedOrg") {
    const { status, body } = await call(sandbox, fullKey, "POST", "/integrator/organizations", {
      type: "company",
    });
    return status === 200 ? { allow: true, codes: [] } : { allow: false, codes: [Number(at(body, "code"))] };
  }
  const id = await createDraft(sandbox, fullKey, firstOrg(sandbox, "free-tier"), wanted.params);
  const { status, body } = await call(sandbox, fullKey, "POST", `/processes/${id}/publish`);
  if (status === 202) return { allow: true, codes: [] };
  expect([status, at(body, "code")]).toEqual([400, 40004]);
  const text = String(at(body, "error"));
  return { allow: false, codes: REASONS.filter(([reason]) => reason.test(text)).map(([, code]) => code) };
}
