import {
  type BallotProtocol,
  derive,
  NO_SETUP,
  readProtocol,
  readSetup,
  recognize,
  same,
  type TypeSetup,
} from "./ballot-protocol";
import { ApiError } from "./errors";
import { type JsonObject, text } from "./json";

/** How a question is answered: a named type with its setup, and the chain's parameters (account/ballot.go). */
export interface Ballot {
  readonly type: string;
  readonly typeSetup: TypeSetup;
  /** Null only while a question has no choices. */
  readonly protocol: BallotProtocol | null;
}

/** Either half may be missing, and is then derived from the other; two halves have to agree. */
export function readBallot(from: JsonObject, values: readonly number[], question: string): Ballot {
  const asked = { type: text(from, "type"), typeSetup: readSetup(from), protocol: readProtocol(from) };
  const refuse = (problem: string) => new ApiError("invalidData", `${question}: ${problem}`);
  const problem =
    asked.protocol === null ? typeProblem(asked, values.length) : protocolProblem(asked.protocol);
  if (problem !== null) throw refuse(problem);
  if (values.length === 0) return asked;

  const derived = asked.type === "" ? null : derive(asked.type, asked.typeSetup, values);
  const protocol = asked.protocol ?? derived;
  if (protocol === null) throw refuse(`its choices and typeSetup make no ${asked.type} ballot`);
  const named = recognize(protocol, values);
  if (named === null) return { type: "", typeSetup: NO_SETUP, protocol };
  if (derived !== null && !same(derived, protocol)) {
    throw refuse(`the ballotProtocol contradicts the type "${asked.type}" and its typeSetup`);
  }
  // The chain knows no minimum, so a multichoice keeps the one it was given.
  const minChoices =
    asked.type === "multichoice" && named.type === "multichoice"
      ? Math.min(asked.typeSetup.minChoices, named.typeSetup.maxChoices)
      : named.typeSetup.minChoices;
  return { type: named.type, typeSetup: { ...named.typeSetup, minChoices }, protocol };
}

/** api/processes.go, buildQuestions */
function typeProblem({ type, typeSetup }: Ballot, choices: number): string | null {
  const { minChoices, maxChoices, uniqueChoices } = typeSetup;
  switch (type) {
    case "":
      return "a type or a ballotProtocol is required";
    case "singlechoice":
      return null;
    case "multichoice":
      if (maxChoices < 1 || maxChoices > choices) {
        return `maxChoices must be between 1 and the number of choices (${choices})`;
      }
      if (minChoices > maxChoices) return "minChoices is more than maxChoices";
      return uniqueChoices ? "multichoice takes no uniqueChoices" : null;
    case "ranked":
      return same(typeSetup, NO_SETUP) ? null : "ranked takes no typeSetup";
    case "cumulative":
      if (minChoices === 0 && maxChoices === 0 && !uniqueChoices) return null;
      return "cumulative takes budget and costExponent only";
    default:
      return `unsupported type "${type}"`;
  }
}

/** A protocol that no ballot could satisfy, or that bounds none. */
function protocolProblem(protocol: BallotProtocol): string | null {
  const { maxCount, maxValue, maxTotalCost, uniqueValues, costFromWeight } = protocol;
  if (maxCount === 0) return "invalid ballotProtocol: maxCount is 0";
  if (uniqueValues && maxValue + 1 < maxCount) {
    return `invalid ballotProtocol: ${maxValue + 1} values can't be unique in ${maxCount} fields`;
  }
  const unbounded = maxValue === 0 && maxTotalCost === 0 && !costFromWeight && maxCount > 1;
  return unbounded ? "invalid ballotProtocol: nothing bounds its values" : null;
}
