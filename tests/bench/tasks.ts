import { do_not_optimize } from "mitata";
import { byHand } from "./by-hand.js";
import { casl } from "./casl.js";
import { gate } from "./gate.js";
import type { Task } from "./rounds.js";

// Each call is written out where it is timed: a function shared by all would be compiled for all.

const refresh = () => gate.refresh();
const VOTERS = 400;

/** Calls that take no parameters. */
export const createManagedOrg = {
  byHand: { name: "by hand", run: () => do_not_optimize(byHand.createManagedOrg()) },
  casl: { name: 'CASL: can("create", "ManagedOrg")', run: () => do_not_optimize(casl.createManagedOrg()) },
  can: { name: "gate.can", run: () => do_not_optimize(gate.can("createManagedOrg")) },
  check: { name: "gate.check, unchanged", run: () => do_not_optimize(gate.check("createManagedOrg")) },
  firstCheck: {
    name: "gate.check, the first after an answer",
    before: refresh,
    run: () => do_not_optimize(gate.check("createManagedOrg")),
  },
} satisfies Record<string, Task>;

/** Calls with parameters, put together for each call as applications do. */
export const publishProcess = {
  byHand: {
    name: "by hand",
    run: () => do_not_optimize(byHand.publishProcess({ voters: 300, emailOtp: true })),
  },
  casl: {
    name: 'CASL: can("publish", new Process(…))',
    run: () => do_not_optimize(casl.publishProcess({ voters: 300, emailOtp: true })),
  },
  can: {
    name: "gate.can",
    run: () => do_not_optimize(gate.can("publishProcess", { voters: 300, emailOtp: true })),
  },
  check: {
    name: "gate.check, unchanged",
    run: () => do_not_optimize(gate.check("publishProcess", { voters: 300, emailOtp: true })),
  },
  newCan: {
    name: "gate.can, of voters not asked of before",
    before: refresh,
    calls: VOTERS,
    run: () => {
      for (let voters = 1; voters <= VOTERS; voters++)
        do_not_optimize(gate.can("publishProcess", { voters, emailOtp: true }));
    },
  },
  newCheck: {
    name: "gate.check, of voters not asked of before",
    before: refresh,
    calls: VOTERS,
    run: () => {
      for (let voters = 1; voters <= VOTERS; voters++)
        do_not_optimize(gate.check("publishProcess", { voters, emailOtp: true }));
    },
  },
  firstCheck: {
    name: "gate.check, the first after an answer",
    before: refresh,
    run: () => do_not_optimize(gate.check("publishProcess", { voters: 300, emailOtp: true })),
  },
} satisfies Record<string, Task>;

/** To read the others by: what measuring takes, and the clock, which a gate looks at whenever it is asked. */
export const alone = {
  clock: { name: "Date.now()", run: () => do_not_optimize(Date.now()) },
  batched: { name: "nothing, in batches", run: () => do_not_optimize(true) },
  single: { name: "nothing, singly as the firsts are", before: refresh, run: () => do_not_optimize(true) },
} satisfies Record<string, Task>;
