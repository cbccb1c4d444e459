/** As many controls as a long table of a console has, ten times over. */
export const CONTROLS = 10_000;

/** What `GET /integrator` answers, as far as these pages look. */
export interface Account {
  readonly maxManagedOrgs: number;
  readonly maxVotes: number;
}

/** Half of the controls create organizations, the others publish processes of 1 to 400 voters. */
export const votersOf = (place: number): number | null =>
  place % 2 === 0 ? null : 1 + (((place - 1) / 2) % 400);

export const OPEN: Account = { maxManagedOrgs: 5, maxVotes: 1000 };

/** Each account, and how many controls are closed under it. */
export const SCENES = {
  "nothing changes": OPEN,
  "100 controls close": { ...OPEN, maxVotes: 392 },
  "5,000 controls close": { ...OPEN, maxManagedOrgs: 1 },
} as const satisfies Record<string, Account>;

/** What each page offers to whoever measures. */
export interface Contestant {
  /** Takes an answer of the platform in; resolves when the page shows it. */
  take(account: Account): Promise<void>;
}

export const REASON = "This can't be done right now. Please contact support.";
