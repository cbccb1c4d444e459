import type { Browser } from "@playwright/test";
import { shuffled } from "../rounds.js";
import { CONTESTANTS, type Contestant } from "./contestants.js";
import { type Circumstances, type Taken, visit } from "./visit.js";

/** What a visitor's browser still has of the visits before, in their order. */
export const VISITS = [
  { name: "first", files: false, answer: false, forget: "nothing" },
  { name: "back", files: true, answer: true, forget: "nothing" },
  { name: "forgotten", files: true, answer: false, forget: "answer" },
  { name: "released", files: false, answer: true, forget: "files" },
] as const satisfies readonly {
  name: string;
  files: boolean;
  answer: boolean;
  forget: Circumstances["forget"];
}[];

export type VisitName = (typeof VISITS)[number]["name"];

/** By contestant and visit, round by round. */
export type Visits = ReadonlyMap<Contestant, Readonly<Record<VisitName, Taken[]>>>;

/** Each contestant has a new visitor in every round, every round in another order. */
export async function visits(browser: Browser, site: string, slow: boolean, rounds: number): Promise<Visits> {
  const all: Visits = new Map(
    CONTESTANTS.map((contestant) => [contestant, { first: [], back: [], forgotten: [], released: [] }]),
  );
  for (let round = 0; round < rounds; round++) {
    for (const contestant of shuffled(CONTESTANTS)) {
      const context = await browser.newContext();
      for (const { name, forget } of VISITS) {
        const taken = await visit(context, `${site}/${contestant.folder}/`, {
          slow,
          forget,
          later: contestant.later,
        });
        all.get(contestant)?.[name].push(taken);
      }
      await context.close();
    }
  }
  return all;
}
