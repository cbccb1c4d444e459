import type { Reported } from "./first/core.js";
import type { Plan } from "./first/plan.js";
import { keptText } from "./keep.js";
import { readPassed } from "./passed.js";
import { whose } from "./whose.js";

/* The order of a record is that of src/record.rs: of each quota the kind of its limit, the limit, what is used, and two more numbers. */
const BEFORE_QUOTAS = 7;
const PER_QUOTA = 5;
/** How many other usages and limits it has: none. */
const AFTER_QUOTAS = 2;
const UNKNOWN_LIMIT = 0;

/**
 * What a first decision goes by in place of an answer: nothing where local storage has never had any, and so no other tab knows of one. Throws
 * where only the whole gate can tell: what another tab may know, what is under way, what is too old, and what isn't as this writes it.
 */
export const storedOf = ({ platform, persist, identity, url, expireAfter }: Plan): Reported | undefined => {
  const of = whose(identity, platform, url?.href);
  const text = keptText(persist, of);
  if (text === null && persist === "local") return undefined;
  const record = readPassed(of, JSON.parse(text ?? "null"))?.record;
  const isAnswer =
    record?.length === BEFORE_QUOTAS + platform.resources.length * PER_QUOTA + AFTER_QUOTAS &&
    record[1] === 1;
  if (!isAnswer) throw new TypeError("not an answer alone");
  const [at = 0, , , cameAgo = 0, asOf = 0, isOutdated, enabled] = record;
  const age = cameAgo + Date.now() - at;
  if (isOutdated !== 0 || !(age >= cameAgo && age < expireAfter)) throw new TypeError("not for long");
  const numbers = platform.resources.flatMap((_, place) => {
    const [kind, limit = 0, used = 0] = record.subarray(BEFORE_QUOTAS + place * PER_QUOTA);
    return [kind === UNKNOWN_LIMIT ? Number.NaN : limit, used];
  });
  return { enabled: enabled === 1, asOf, age, numbers };
};
