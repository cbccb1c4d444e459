import type { Phase, QuotaError, QuotaErrorCode, State } from "../../../lib/types.js";
import { badge, type Tone } from "./badge.js";
import { find } from "./element.js";
import { clockTime } from "./format.js";
import type { AnyQuota } from "./quota.js";

const PHASES: Readonly<Record<Phase, readonly [tone: Tone, text: string]>> = {
  loading: ["quiet", "Loading"],
  ready: ["good", "Up to date"],
  stale: ["warn", "Ageing"],
  unavailable: ["bad", "Unavailable"],
};

/** How far the numbers can be trusted, and a button to ask again. */
export function stateLine(quota: AnyQuota): void {
  const line = find("state", HTMLElement);
  const asOf = find("as-of", HTMLElement);
  const trouble = find("trouble", HTMLElement);
  const refresh = find("refresh", HTMLButtonElement);

  quota.subscribe((gate) => {
    const state = gate?.state ?? null;
    const [tone, phase]: readonly [Tone, string] = state === null ? ["bad", "No gate"] : phaseOf(state);
    const mark = badge(tone, phase);
    mark.id = "phase";
    find("phase", HTMLElement).replaceWith(mark);
    line.dataset["phase"] = state?.phase ?? "none";
    asOf.textContent = state === null ? "The quota module could not be loaded." : ageOf(state);
    say(trouble, state === null ? "" : troubleOf(state));
    refresh.textContent = state?.refreshing ? "Refreshing…" : "Refresh";
  });
  refresh.addEventListener("click", () => void quota.refresh());
}

function phaseOf({ phase, error }: State): readonly [Tone, string] {
  return phase === "ready" && error !== null ? ["warn", "Not refreshed"] : PHASES[phase];
}

const SOURCES: Partial<Readonly<Record<NonNullable<State["source"]>, string>>> = {
  cache: ", from this browser's storage",
  tab: ", from another tab",
};

function ageOf({ asOf, phase, enforced, source }: State): string {
  const where = enforced ? "" : " Staging: shown, not enforced.";
  if (asOf === null) return phase === "loading" ? "Asking the platform…" : `No answer yet.${where}`;
  return `As of ${clockTime(asOf)}${(source && SOURCES[source]) ?? ""}.${where}`;
}

function troubleOf({ error, asOf }: State): string {
  if (error === null) return "";
  const kept = asOf === null ? "" : " The last good answer is shown.";
  return `${sentence(error)}${kept}`;
}

const CAUSES: Partial<Readonly<Record<QuotaErrorCode, string>>> = {
  network: "the back end can't be reached",
  timeout: "no answer in time",
  unauthorized: "the credentials were refused",
  forbidden: "the credentials aren't allowed to read the quota",
  "rate-limited": "the platform is too busy",
  server: "the platform had an error",
  "bad-response": "the answer couldn't be read",
};

/** As the back end tells it: the platform asked it, and not this page, to wait. */
const BUSY = 503;

function sentence({ code, status, platformCode }: QuotaError): string {
  const detail = [status && `HTTP ${status}`, platformCode && `code ${platformCode}`]
    .filter(Boolean)
    .join(", ");
  const cause = status === BUSY ? CAUSES["rate-limited"] : CAUSES[code];
  return `The last refresh failed: ${cause ?? code}${detail === "" ? "" : ` (${detail})`}.`;
}

/** A live region speaks when it is written to, so only for something new. */
function say(region: HTMLElement, text: string): void {
  if (region.textContent !== text) region.textContent = text;
}
