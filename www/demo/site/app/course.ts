import type { DehydratedState, Headroom, VocdoniResource } from "../../../lib/types.js";
import { aheadOf } from "./ahead.js";
import { call } from "./api.js";
import { find, make } from "./element.js";
import { amount, moment } from "./format.js";
import { type Lines, Plot, type Point } from "./plot.js";
import type { Prepare, VotesGate, VotesQuota } from "./votes.js";

/** What the back end remembers of the platform's answers. */
interface Past {
  readonly samples: readonly { readonly at: number; readonly answer: Answer }[];
  readonly madeUpUntil: number;
  /** The same, as a gate goes on from it. */
  readonly state: DehydratedState;
}

interface Answer {
  /** Of an account that is switched off the platform doesn't count. */
  readonly enabled?: boolean;
  readonly usage?: Readonly<Record<string, unknown>>;
}

const DAY = 86_400_000;

/** The pasts of gates. The gate goes on from what the back end has seen; without that, it knows what it sees itself. */
const pasts = new WeakMap<VotesGate, Past["samples"]>();

export const fromThePast: Prepare = async () => {
  const past = await call<Past>("GET", "/api/console/history").catch(() => null);
  return (gate) => {
    if (past === null) return;
    gate.hydrate(past.state);
    pasts.set(gate, past.samples);
  };
};

/** How a limit has been used up, and where that leads: a chart, a sentence and a table, of one limit at a time. */
export class Course {
  readonly #names: ReadonlyMap<VocdoniResource, string>;
  readonly #plot: Plot;
  #gate: VotesGate | null = null;
  #chosen: VocdoniResource = "votes";
  /** What the page heard itself, by resource. */
  #heard: { at: number; used: ReadonlyMap<VocdoniResource, number | null> }[] = [];

  constructor(quota: VotesQuota, limits: readonly (readonly [VocdoniResource, string])[]) {
    this.#names = new Map(limits);
    this.#plot = new Plot(find("plot", HTMLCanvasElement), find("course-legend", HTMLElement));
    this.#offer();
    quota.subscribe((gate) => {
      if (gate !== this.#gate) this.#heard = [];
      this.#gate = gate;
      this.#hear();
      this.#show();
    });
  }

  #hear(): void {
    const { asOf = null, enabled, headroom } = this.#gate?.state ?? {};
    if (asOf === null || headroom === undefined || !enabled || this.#heard.at(-1)?.at === asOf) return;
    const used = [...this.#names.keys()].map((resource) => [resource, headroom[resource].used] as const);
    this.#heard.push({ at: asOf, used: new Map(used) });
  }

  #offer(): void {
    const choices = [...this.#names].map(([resource, name]) => {
      const radio = make("input", { value: resource });
      Object.assign(radio, {
        type: "radio",
        name: "course",
        checked: resource === this.#chosen,
        autocomplete: "off",
      });
      radio.addEventListener("change", () => {
        this.#chosen = resource;
        this.#show();
      });
      return make("label", { className: "choice" }, radio, name);
    });
    find("course-choices", HTMLFieldSetElement).append(...choices);
  }

  #show(): void {
    const room = this.#gate?.headroom(this.#chosen) ?? null;
    const used = room === null ? [] : this.#used(room);
    const figure = find("course", HTMLElement);
    figure.hidden = used.length < 2;
    find("course-none", HTMLElement).hidden = !figure.hidden;
    if (room === null || figure.hidden) return;
    const name = this.#names.get(this.#chosen) ?? "";
    this.#plot.show(linesOf(room, used));
    say("course-words", sentenceOf(name, room, used));
    find("course-rows", HTMLTableSectionElement).replaceChildren(...daily(used).map(row));
    find("course-caption", HTMLElement).textContent = `${name}, used at the end of each day`;
  }

  #used({ usageName, level, resource }: Headroom): Point[] {
    if (level === "disabled" || usageName === null) return [];
    const past = (this.#gate && pasts.get(this.#gate)) ?? [];
    const before = past
      .filter(({ answer }) => answer.enabled)
      .map(({ at, answer }) => ({ x: at, y: answer.usage?.[usageName] }));
    const last = before.at(-1)?.x ?? 0;
    const since = this.#heard
      .filter(({ at }) => at > last)
      .map(({ at, used }) => ({ x: at, y: used.get(resource as VocdoniResource) }));
    return [...before, ...since].filter((point): point is Point => typeof point.y === "number");
  }
}

function linesOf({ limit, forecast }: Headroom, used: readonly Point[]): Lines {
  const [first, last] = [used[0], used.at(-1)] as [Point, Point];
  const { exhaustsAt = null, earliest = null, latest = null } = forecast ?? {};
  const until = latest ?? (exhaustsAt === null ? 0 : exhaustsAt + (exhaustsAt - last.x) / 2);
  const to = last.x + Math.min(Math.max((until - last.x) * 1.04, 2 * DAY), 120 * DAY);
  const finite = limit !== null && Number.isFinite(limit) ? limit : null;
  const at = (y: number) => [first.x, to].map((x) => ({ x, y }));
  const none = {
    used,
    limit: finite === null ? [] : at(finite),
    forecast: [],
    early: [],
    late: [],
    from: first.x,
    to,
    // What was full all along is looked at closely.
    fromZero: first.y < (finite ?? last.y) / 2,
  };
  if (finite === null || exhaustsAt === null) return none;
  const times = [last.x, earliest, exhaustsAt, latest, to]
    .filter((time) => time !== null)
    .filter((time) => time <= to)
    .sort((a, b) => a - b);
  /** From now until the limit is reached then; level for ever where that is never. */
  const towards = (end: number | null) =>
    times.map((x) => {
      const share = end === null ? 0 : Math.min(1, (x - last.x) / (end - last.x));
      return { x, y: last.y + (finite - last.y) * share };
    });
  const forecastLine = towards(exhaustsAt);
  if (earliest === null) return { ...none, forecast: forecastLine };
  return { ...none, forecast: forecastLine, early: towards(earliest), late: towards(latest) };
}

function sentenceOf(name: string, room: Headroom, used: readonly Point[]): string {
  const [first, last] = [used[0], used.at(-1)] as [Point, Point];
  const limit = room.limit === null || !Number.isFinite(room.limit) ? "" : ` of ${amount(room.limit)}`;
  const past = `${name}: ${amount(first.y)} used on ${moment(first.x)}, ${amount(last.y)}${limit} now.`;
  return [past, aheadOf(room)].filter(Boolean).join(" ");
}

/** The last of each day. */
function daily(used: readonly Point[]): Point[] {
  return [...new Map(used.map((point) => [new Date(point.x).toDateString(), point])).values()];
}

function row({ x, y }: Point): HTMLTableRowElement {
  const day = make("th", { textContent: date.format(x) });
  day.scope = "row";
  return make("tr", {}, day, make("td", { textContent: amount(y) }));
}

const date = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium" });

function say(id: string, text: string): void {
  const element = find(id, HTMLElement);
  if (element.textContent !== text) element.textContent = text;
}
