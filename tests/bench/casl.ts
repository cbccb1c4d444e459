import { AbilityBuilder, createMongoAbility, type MongoAbility } from "@casl/ability";
import type { Account } from "./account.js";
import type { Contestant } from "./contestant.js";

/** CASL finds an object's rules by the name of its class, or by this where a build shortens names. */
class Process {
  static readonly modelName = "Process";
  constructor(
    readonly processes: number,
    readonly votes: number,
    readonly emails: number,
  ) {}
}

type Ability = MongoAbility<["create", "ManagedOrg"] | ["publish", "Process" | Process]>;

const left = (limit: number, used: number): number =>
  limit === 0 ? Number.POSITIVE_INFINITY : Math.max(0, limit - used);

/** The rules that an answer amounts to: what is left, as conditions on what is asked for. */
const rules = ({ enabled, limits, usage }: Account) => {
  const { can, rules } = new AbilityBuilder<Ability>(createMongoAbility);
  if (!enabled) return rules;
  if (left(limits.maxManagedOrgs, usage.managedOrgs) > 0) can("create", "ManagedOrg");
  can("publish", "Process", {
    processes: { $lte: left(limits.maxManagedProcesses, usage.managedProcesses) },
    votes: { $lte: left(limits.maxVotes, usage.sentVotes) },
    emails: { $lte: left(limits.maxEmails, usage.sentEmails) },
  });
  return rules;
};

const ability = createMongoAbility<Ability>();

export const casl: Contestant = {
  name: "CASL ability.can",
  take(answer) {
    ability.update(rules(answer));
  },
  createManagedOrg: () => ability.can("create", "ManagedOrg"),
  publishProcess: ({ voters, emailOtp }) =>
    ability.can("publish", new Process(1, voters, emailOtp ? voters : 0)),
};
