import { describe, expect, it } from "vitest";
import { at, call, draftBody, firstOrg, useSandbox } from "./support";

const sandbox = useSandbox();

const PROTOCOL = {
  maxCount: 1,
  maxValue: 0,
  maxVoteOverwrites: 0,
  costExponent: 0,
  maxTotalCost: 0,
  uniqueValues: false,
  costFromWeight: false,
};
const SETUP = { minChoices: 0, maxChoices: 0, uniqueChoices: false, budget: 0, costExponent: 0 };

function ask(method: string, path: string, body?: unknown) {
  return call(sandbox(), sandbox().credentials("free-tier").fullKey, method, path, body);
}

function draft(question: object, choices: readonly object[]) {
  const body = draftBody(firstOrg(sandbox(), "free-tier"), { voters: 5 });
  return { ...body, questions: [{ title: { default: "Who?" }, choices, ...question }] };
}

function choicesOf(values: readonly number[]) {
  return values.map((value) => ({ title: { default: `Choice ${value}` }, value }));
}

async function stored(question: object, values: readonly number[]): Promise<unknown> {
  const created = await ask("POST", "/processes", draft(question, choicesOf(values)));
  const read = await ask("GET", `/processes/${at(created.body, "processId")}`);
  return at(read.body, "questions", 0);
}

describe("a question's ballot", () => {
  it.each([
    ["singlechoice", {}, { minChoices: 1, maxChoices: 1 }, { maxValue: 7 }],
    [
      "multichoice",
      { minChoices: 2, maxChoices: 3 },
      { minChoices: 2, maxChoices: 3 },
      { maxCount: 3, maxValue: 1, costExponent: 1, maxTotalCost: 3 },
    ],
    ["ranked", {}, {}, { maxCount: 3, maxValue: 2, uniqueValues: true }],
    [
      "cumulative",
      { budget: 16, costExponent: 2 },
      { budget: 16, costExponent: 2 },
      { maxCount: 3, costExponent: 2, maxTotalCost: 16 },
    ],
  ])("is given with all its parameters, if named %s", async (type, typeSetup, setup, protocol) => {
    expect(await stored({ type, typeSetup }, [1, 2, 7])).toMatchObject({
      type,
      typeSetup: { ...SETUP, ...setup },
      ballotProtocol: { ...PROTOCOL, ...protocol },
    });
  });

  it("is named after its parameters, if these are given alone", async () => {
    const ballotProtocol = { maxCount: 2, maxValue: 1, costExponent: 1, maxTotalCost: 1 };
    expect(await stored({ ballotProtocol }, [0, 1])).toMatchObject({
      type: "multichoice",
      typeSetup: { ...SETUP, minChoices: 1, maxChoices: 1 },
      ballotProtocol: { ...PROTOCOL, ...ballotProtocol },
    });
  });

  it("has no name, if no name has its parameters", async () => {
    const ballotProtocol = { maxCount: 1, maxValue: 1, maxVoteOverwrites: 3 };
    expect(await stored({ type: "singlechoice", ballotProtocol }, [0, 1])).toMatchObject({
      type: "",
      typeSetup: SETUP,
      ballotProtocol: { ...PROTOCOL, ...ballotProtocol },
    });
  });

  it("can be sent back as it was read", async () => {
    const choices = choicesOf([0, 1, 2]);
    const typeSetup = { minChoices: 0, maxChoices: 2 };
    const created = await ask("POST", "/processes", draft({ type: "multichoice", typeSetup }, choices));
    const path = `/processes/${at(created.body, "processId")}`;
    const read = async () => at((await ask("GET", path)).body, "questions", 0);
    const question = await read();
    expect((await ask("PUT", path, draft(Object(question), choices))).status).toBe(200);
    expect(await read()).toEqual(question);
  });

  it("keeps a choice's title and value only", async () => {
    const [choice] = choicesOf([4]);
    const request = draft({ type: "singlechoice" }, [{ ...choice, meta: { description: "Long" } }]);
    const created = await ask("POST", "/processes", request);
    const read = await ask("GET", `/processes/${at(created.body, "processId")}`);
    expect(at(read.body, "questions", 0, "choices")).toEqual([choice]);
  });

  it.each([
    ["an unknown type", { type: "approval" }, 40037],
    ["more choices to pick than there are", { type: "multichoice", typeSetup: { maxChoices: 3 } }, 40037],
    [
      "a minimum over the maximum",
      { type: "multichoice", typeSetup: { minChoices: 2, maxChoices: 1 } },
      40037,
    ],
    [
      "unique choices of many",
      { type: "multichoice", typeSetup: { maxChoices: 2, uniqueChoices: true } },
      40037,
    ],
    ["a ranking with a setup", { type: "ranked", typeSetup: { maxChoices: 2 } }, 40037],
    ["no budget", { type: "cumulative", typeSetup: { costExponent: 1 } }, 40037],
    ["a budget and a maximum", { type: "cumulative", typeSetup: { budget: 9, maxChoices: 2 } }, 40037],
    ["no field", { ballotProtocol: { maxValue: 1 } }, 40037],
    [
      "too few values to be unique",
      { ballotProtocol: { maxCount: 3, maxValue: 1, uniqueValues: true } },
      40037,
    ],
    ["unbounded values", { ballotProtocol: { maxCount: 2 } }, 40037],
    ["two halves that disagree", { type: "ranked", ballotProtocol: { maxCount: 1, maxValue: 1 } }, 40037],
    ["a count that is none", { type: "multichoice", typeSetup: { maxChoices: -1 } }, 40004],
    [
      "a title that is no language map",
      { type: "singlechoice", choices: [{ title: "Yes", value: 0 }] },
      40004,
    ],
  ])("is refused with %s", async (_what, question, code) => {
    const denied = await ask("POST", "/processes", draft(question, choicesOf([0, 1])));
    expect([denied.status, at(denied.body, "code")]).toEqual([400, code]);
  });
});
