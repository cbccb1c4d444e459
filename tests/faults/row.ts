/** The order of docs/faults.md. */
export const SECTIONS = [
  "The connection",
  "The answer",
  "What the platform says",
  "Credentials",
  "Time",
  "Storage",
  "Tabs",
  "Loading",
  "The page and the application",
] as const;

/** A row of docs/faults.md, which is written from those whose `run` passed. `Stage` is what it plays on. */
export interface Row<Stage> {
  readonly section: (typeof SECTIONS)[number];
  /** What was done; the title of its test. */
  readonly fault: string;
  /** What the gate did, in one sentence. */
  readonly did: string;
  /** Goes through `livesThrough`, and looks at what is this fault's own. */
  readonly run: (stage: Stage) => Promise<void>;
}

/** Rows of one section. */
export const inSection =
  (section: Row<never>["section"]) =>
  <Stage>(fault: string, did: string, run: Row<Stage>["run"]): Row<Stage> => ({ section, fault, did, run });
