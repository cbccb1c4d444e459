import type { Sandbox } from "../../sandbox/index";
import { FAULTS } from "./faults";
import { type Holders, TURNS } from "./turns";

/** What the demo's visitor can break: how the platforms answer, and what happens to the accounts there. */
export type Breakage = keyof typeof FAULTS | keyof typeof TURNS;

export function isBreakage(value: unknown): value is Breakage {
  return typeof value === "string" && (Object.hasOwn(FAULTS, value) || Object.hasOwn(TURNS, value));
}

/** Breaks it; returns what mends it. */
export function breakIt(breakage: Breakage, sandbox: Sandbox, holders: Holders): () => void {
  if (isTurn(breakage)) return TURNS[breakage](sandbox, holders);
  for (const fault of FAULTS[breakage]) sandbox.addFault(fault);
  return () => sandbox.clearFaults();
}

function isTurn(breakage: Breakage): breakage is keyof typeof TURNS {
  return Object.hasOwn(TURNS, breakage);
}
