import type { Platform } from "../../provider.js";
import { failure } from "../error.js";
import type { Numbers } from "../numbers.js";
import { custom } from "./custom.js";
import { didomi } from "./didomi.js";
import { vocdoni } from "./vocdoni.js";

/** A platform that says what it is told to. */
export interface Actor {
  /** The real one, but for what would be asked of others. */
  readonly platform: Platform;
  /** Can it say whether the feature is switched on? */
  readonly saysEnabled: boolean;
  /** The resource whose usage counts by scope. */
  readonly scoped?: string;
  /** The scope that parameters name. */
  readonly scopeOf?: (params: unknown) => unknown;
  /** A part of its answer, as it would send it; `met` are the scopes that anybody has asked about. */
  readonly body: (part: number, numbers: Numbers, met: ReadonlySet<string>) => unknown;
}

export type Answers = (real: Platform) => Actor;

/** One file each, and its line here. */
const kinds: Readonly<Record<string, Answers>> = { vocdoni, didomi, custom };

export const actorFor = (real: Platform): Actor => {
  const answers = kinds[real.settings.platform];
  if (answers) return answers(real);
  throw failure(
    "invalid-options",
    `quota-gate/testing is of another version than the provider of ${real.name}`,
  );
};
