import type { CustomResource } from "../../types.js";
import { limitOf, type Numbers, TOO_LARGE, usedOf } from "../numbers.js";
import { pointed } from "../pointer.js";
import type { Answers } from "./index.js";

/** As the core gets it: names, pointers and sentinels were checked by custom(). */
interface Description {
  readonly enabled?: string;
  readonly resources: Readonly<Record<string, CustomResource>>;
  readonly counts: boolean;
}

type Said = readonly (readonly [pointer: string | undefined, value: unknown])[];

const ANSWER = 0;

/** Is a limit that isn't there unlimited? */
const isByAbsence = ({ unlimited = [] }: CustomResource): boolean =>
  unlimited.some((value) => typeof value === "object" && value !== null);

/** What stands for a limit. Undefined isn't there; false is neither an amount nor a value that means something. */
const limitSaid = (limit: number | null, places: CustomResource): unknown => {
  if (limit === null) return isByAbsence(places) ? false : undefined;
  if (limit !== Number.POSITIVE_INFINITY) return limit;
  const [sentinel = TOO_LARGE] = places.unlimited ?? [];
  return typeof sentinel === "object" && sentinel !== null ? undefined : sentinel;
};

/** What is left beats a value that means unlimited: then it isn't said. */
const remainingSaid = (limit: number | null, used: number | null, places: CustomResource): unknown => {
  if (limit === null || used === null) return undefined;
  if (limit !== Number.POSITIVE_INFINITY) return limit - used;
  return places.limit !== undefined && places.unlimited?.length ? undefined : TOO_LARGE - used;
};

const said = (numbers: Numbers, resource: string, places: CustomResource): Said => {
  const [limit, used] = [limitOf(numbers, resource), usedOf(numbers, resource)];
  return [
    [places.limit, limitSaid(limit, places)],
    [places.used, used ?? undefined],
    [places.remaining, remainingSaid(limit, used, places)],
    [places.reserved, 0],
  ];
};

/** What is named comes last: two resources may share a place. */
const inOrder = ({ limits, usage }: Numbers, { resources }: Description) => {
  const isNamed = (resource: string) => resource in limits || resource in usage;
  const all = Object.entries(resources);
  return [...all.filter(([name]) => !isNamed(name)), ...all.filter(([name]) => isNamed(name))];
};

const answer = (numbers: Numbers, description: Description): unknown => {
  const body = pointed();
  for (const [name, places] of inOrder(numbers, description)) {
    for (const [pointer, value] of said(numbers, name, places)) {
      if (pointer !== undefined) body.write(pointer, value);
    }
  }
  if (description.enabled !== undefined) body.write(description.enabled, numbers.enabled ?? undefined);
  return body.value;
};

/** In place of who counts: of all whose usage stands nowhere in the answer. */
const counted = (numbers: Numbers, { resources }: Description): unknown =>
  Object.fromEntries(
    Object.entries(resources)
      .filter(([, { used, remaining }]) => used === undefined && remaining === undefined)
      .map(([name]) => [name, usedOf(numbers, name) ?? undefined]),
  );

export const custom: Answers = (platform) => {
  const description = platform.settings as unknown as Description;
  return {
    platform,
    saysEnabled: description.enabled !== undefined,
    body: (part, numbers) => (part === ANSWER ? answer(numbers, description) : counted(numbers, description)),
  };
};
