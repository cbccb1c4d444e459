import * as wasm from "../../../build/first/core.js";
import type { Question } from "../question.js";
import type { Plan } from "./plan.js";

export { instantiate } from "../../../build/first/core.js";

/** The platform's names of each resource's limit and usage, in the order of src/platform/vocdoni.rs. */
export const NAMES = [
  ["maxManagedOrgs", "managedOrgs"],
  ["maxManagedProcesses", "managedProcesses"],
  ["maxVotes", "sentVotes"],
  ["maxEmails", "sentEmails"],
  ["maxSMS", "sentSMS"],
] as const;

type Group = Readonly<Record<string, unknown>> | null | undefined;
type Ten = [number, number, number, number, number, number, number, number, number, number];
type Five = [number, number, number, number, number];

const number = (group: Group, name: string): number => {
  const value = group?.[name];
  return typeof value === "number" ? value : Number.NaN;
};

/** One look in the wasm, behind its place. */
export const openLook = ({ platform, ...plan }: Plan) => {
  const look = wasm.open(
    platform.settings["observed"] === true,
    platform.enforced,
    plan.nearLimit,
    plan.staleAfter,
    plan.expireAfter,
    plan.pendingFor,
    plan.whileLoading === "allow",
    plan.whenUnknown === "allow",
    Date.now(),
  );
  return {
    /** Takes in an answer; false where it isn't one, which it is for the core to explain. */
    answer(body: unknown): boolean {
      const { enabled, limits, usage } = body as Readonly<Record<string, unknown>>;
      if (typeof enabled !== "boolean" || Array.isArray(body)) return false;
      const numbers = NAMES.flatMap(([limit, used]) => [
        number(limits as Group, limit),
        number(usage as Group, used),
      ]);
      wasm.answer(look, enabled, Date.now(), ...(numbers as Ten));
      return true;
    },
    check: ({ place, params }: Question): number[] =>
      // What isn't given is undefined, and that is NaN to wasm.
      wasm.check(look, place, Date.now(), ...(params as Five)),
  };
};
