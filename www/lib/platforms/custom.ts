import { isAmount } from "../amount.js";
import { counting, invalid, optionalFunction, textOf } from "../options.js";
import { provide } from "../provider.js";
import type { CustomOptions, CustomResource, Provider } from "../types.js";
import { taught } from "./taught.js";

type Entries = readonly (readonly [name: string, value: unknown])[];

export function custom<const R extends string, const A extends string>(
  options: CustomOptions<R, A>,
): Provider<Record<A, { count?: number }>, R> {
  if (!isObject(options)) throw invalid("custom's options", "an object", options);
  const { name, select, enabled, resources, actions, usage, refusal, remedy, ...endpoint } = options;
  const stranger = Object.keys(endpoint).find((option) => !ENDPOINT.includes(option));
  if (stranger !== undefined)
    throw invalid("custom's options", `about ${OWN}, ${ENDPOINT.join(", ")}`, stranger);
  const count = counting(usage);
  if (enabled !== undefined) checkPointer("enabled", enabled);
  const described = entriesOf("resources", resources, '{ emails: { limit: "/limits/emails", … } }');
  for (const [resource, places] of described)
    checkPlaces(`resources.${resource}`, places, count !== undefined);
  const names = described.map(([resource]) => resource);
  const done = entriesOf("actions", actions, "{ sendEmail: { emails: 1 } }");
  for (const [action, takes] of done) checkTakes(`actions.${action}`, takes, names);
  const helps = optionalFunction("remedy", remedy);
  return provide({
    name: textOf("name", name, 'what the platform is called, such as "acme"'),
    resources: names,
    actions: Object.fromEntries(done.map(([action]) => [action, { count: "amount" }])),
    // A copy: what is changed afterwards was never checked.
    settings: JSON.parse(
      JSON.stringify({ platform: "custom", enabled, resources, actions, counts: count !== undefined }),
    ),
    parts: [{ path: "", pick: optionalFunction("select", select) }, ...(count ? [{ count }] : [])],
    endpoint,
    enforced: true,
    labels: labelsOf(described as readonly (readonly [string, CustomResource])[]),
    refusal: taught(names, refusal),
    remedy: helps && ((resource) => helps(resource as R)),
  });
}

const OWN = "name, select, enabled, resources, actions, usage, refusal, remedy";
const ENDPOINT: readonly string[] = [
  "baseUrl",
  "path",
  "token",
  "credentials",
  "source",
  "dangerouslyAllowSecretInBrowser",
];

const POINTERS = ["limit", "used", "remaining", "reserved", "resetsAt"] as const;
const FIELDS: readonly string[] = [...POINTERS, "unlimited", "settleAfter", "label"];

/** RFC 6901, section 3. */
const POINTER = /^(?:\/(?:[^~/]|~[01])*)*$/;

const checkPointer = (path: string, value: unknown): void => {
  if (typeof value === "string" && POINTER.test(value)) return;
  throw invalid(path, 'a JSON Pointer (RFC 6901) such as "/limits/emails"', value);
};

const checkPlaces = (path: string, value: unknown, counts: boolean): void => {
  if (!isObject(value))
    throw invalid(path, 'an object such as { limit: "/limits/emails", used: "/sent" }', value);
  const stranger = Object.keys(value).find((field) => !FIELDS.includes(field));
  if (stranger !== undefined) throw invalid(path, `about ${FIELDS.join(", ")}`, stranger);
  for (const name of POINTERS) if (value[name] !== undefined) checkPointer(`${path}.${name}`, value[name]);
  const { limit, used, remaining, unlimited, settleAfter, label } = value;
  if (remaining === undefined && (limit === undefined || (used === undefined && !counts))) {
    throw invalid(path, "where two of limit, used and remaining stand, or limit alone with usage", value);
  }
  if (unlimited !== undefined) checkSentinels(`${path}.unlimited`, unlimited, limit);
  if (settleAfter !== undefined && !(isAmount(settleAfter) && Number.isFinite(settleAfter))) {
    throw invalid(`${path}.settleAfter`, "milliseconds, 0 or more", settleAfter);
  }
  if (label !== undefined) textOf(`${path}.label`, label, 'a name such as "e-mails"');
};

const checkSentinels = (path: string, value: unknown, limit: unknown): void => {
  if (limit === undefined) throw invalid(path, "values of limit, which isn't there", value);
  const list = Array.isArray(value) ? value : [undefined];
  if (list.every(isSentinel)) return;
  throw invalid(path, "an array of whole numbers, texts, null or { absent: true }", value);
};

const isSentinel = (value: unknown): boolean =>
  value === null ||
  typeof value === "string" ||
  Number.isInteger(value) ||
  (isObject(value) && value["absent"] === true);

const checkTakes = (path: string, value: unknown, resources: readonly string[]): void => {
  if (!isObject(value)) throw invalid(path, `an object such as { ${resources[0]}: 1 }`, value);
  for (const [resource, units] of Object.entries(value)) {
    if (!resources.includes(resource)) throw invalid(path, `about ${resources.join(", ")}`, resource);
    if (isAmount(units) && Number.isFinite(units)) continue;
    throw invalid(`${path}.${resource}`, "a whole number, 0 or more", units);
  }
};

const entriesOf = (path: string, value: unknown, example: string): Entries => {
  const entries = isObject(value) ? Object.entries(value) : [];
  // What every object has would be found where nobody put it.
  const odd = entries.find(([name]) => name === "" || name in {});
  if (odd) throw invalid(path, "of names that are neither empty nor every object's", odd[0]);
  if (entries.length > 0) return entries;
  throw invalid(path, `an object such as ${example}`, value);
};

const labelsOf = (described: readonly (readonly [string, CustomResource])[]): Record<string, string> =>
  Object.fromEntries(described.map(([resource, { label = resource }]) => [resource, label]));

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
