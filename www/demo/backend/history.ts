import { ACCOUNT_NAMES, type AccountName, type Sandbox } from "../../sandbox/index";
import { madeUpPast, type Sample } from "./past";

/** So many are kept of each account, apart from the made-up ones. */
const MOST = 500;

/** What the platform answered of each account, as an operator's back end keeps it. */
export class History {
  readonly #since: number;
  readonly #samples: ReadonlyMap<AccountName, Sample[]>;

  constructor(sandbox: Sandbox, now: number) {
    this.#since = now;
    this.#samples = new Map(ACCOUNT_NAMES.map((name) => [name, madeUpPast(sandbox.account(name), now)]));
  }

  /** Until when it is made up. */
  get since(): number {
    return this.#since;
  }

  of(account: AccountName): readonly Sample[] {
    return this.#samples.get(account) ?? [];
  }

  see(account: AccountName, said: unknown, at: number): void {
    const samples = this.#samples.get(account);
    if (samples === undefined || at <= (samples.at(-1)?.at ?? 0)) return;
    // What was said twice is kept where it began and where it was said last.
    const [before, last] = samples.slice(-2).map(({ answer }) => JSON.stringify(answer));
    if (before === last && last === JSON.stringify(said)) samples.pop();
    samples.push({ at, answer: said });
    const seen = samples.filter(({ at }) => at >= this.#since);
    if (seen.length > MOST) samples.splice(samples.length - seen.length, 1);
  }
}
