import type { Gate, Headroom, Level } from "../../../lib/types.js";
import { badge, type Tone } from "./badge.js";
import { find, make, update } from "./element.js";
import { amount } from "./format.js";
import type { Quota } from "./quota.js";

/** A limit to be shown. */
export interface Room {
  readonly key: string;
  readonly name: string;
  /** Null before there is a gate. */
  readonly headroom: Headroom | null;
  /** A customer's page is told what is left, and maybe what is used; default all, with the platform's names. */
  readonly shows?: "left" | "usage";
  /** What only the page knows of what is used. */
  readonly aside?: string;
  /** What is to come, where the page says so. */
  readonly ahead?: string;
}

const LEVELS: Readonly<Record<Level, readonly [tone: Tone, text: string]>> = {
  ok: ["good", "Within limit"],
  near: ["warn", "Near the limit"],
  exhausted: ["bad", "Limit reached"],
  over: ["bad", "Over the limit"],
  unlimited: ["good", "Unlimited"],
  unknown: ["quiet", "Not known"],
  disabled: ["quiet", "Switched off"],
};

/** What a platform says, and what had to be found out in another way. */
const ORIGINS: Readonly<Record<Headroom["origin"], string>> = {
  reported: "reported",
  counted: "usage counted",
  assumed: "limit assumed",
  unknown: "",
};

/** Each resource by its name. */
export function roomsOf<R extends string>(names: readonly (readonly [resource: R, name: string])[]) {
  return (gate: { headroom(resource: R): Headroom } | null): Room[] =>
    names.map(([key, name]) => ({ key, name, headroom: gate?.headroom(key) ?? null }));
}

/** A card for each limit: what is left, what is used, how it stands. Returns what shows them anew. */
export function meters<A, R extends string>(
  quota: Quota<A, R>,
  rooms: (gate: Gate<A, R> | null) => readonly Room[],
): () => void {
  const list = find("meters", HTMLUListElement);
  let known: Gate<A, R> | null = null;
  const show = () => {
    const asking = known === null || known.state.phase === "loading";
    update(
      list,
      rooms(known).map((room) => card(room, asking)),
    );
  };
  show();
  quota.subscribe((gate) => {
    known = gate;
    show();
  });
  return show;
}

function card({ key, name, headroom, shows, aside = "", ahead }: Room, asking: boolean): HTMLLIElement {
  const [tone, level]: readonly [Tone, string] =
    asking || headroom === null ? ["quiet", "Asking…"] : LEVELS[headroom.level];
  const title = make("h3", { textContent: name });
  const head = make("div", { className: "card-head" }, title, badge(tone, level));
  const room = asking ? null : headroom;
  const element = make("li", { className: "card meter-card" }, head, ...figures(name, room, shows, aside));
  if (ahead !== undefined) {
    element.lastElementChild?.before(make("p", { className: "ahead", textContent: asking ? "" : ahead }));
  }
  element.dataset["resource"] = key;
  element.dataset["level"] = asking ? "loading" : (headroom?.level ?? "unknown");
  return element;
}

function figures(name: string, room: Headroom | null, shows: Room["shows"], aside: string): Node[] {
  const left = make("p", { className: "left" }, ...leftOf(room));
  if (shows === "left") return [left, make("p", { className: "used", textContent: underWay(room) })];
  const bar = room?.fraction == null ? gap() : gauge(name, room.fraction);
  const used = room === null ? "\u00a0" : `${usedOf(room)}${aside}`;
  const usage = [left, bar, make("p", { className: "used", textContent: used })];
  return shows === "usage" ? usage : [...usage, originOf(room)];
}

function underWay(room: Headroom | null): string {
  if (room?.level === "disabled") return "Not available";
  return room !== null && room.held > 0 ? `${amount(room.held)} under way` : "\u00a0";
}

function originOf(room: Headroom | null): HTMLElement {
  if (room === null) return make("p", { className: "origin", textContent: "\u00a0" });
  const origin = make("p", { className: "origin" }, make("code", { textContent: room.limitName }));
  const { [room.origin]: text } = ORIGINS;
  if (text !== "") origin.append(" ", make("span", { textContent: `· ${text}` }));
  return origin;
}

function leftOf(room: Headroom | null): (Node | string)[] {
  if (room === null || room.level === "disabled") return [make("b", { textContent: "–" })];
  if (room.level === "unlimited") return [make("b", { textContent: "∞" }), " no limit"];
  if (room.remaining !== null) return [make("b", { textContent: amount(room.remaining) }), " left"];
  if (room.limit === null) return [make("b", { textContent: "?" }), " left"];
  return [make("b", { textContent: amount(room.limit) }), " at most"];
}

function usedOf({ used, limit, held, level }: Headroom): string {
  if (level === "disabled") return "Not available";
  if (used === null && limit === null) return "Not reported";
  const spent = used === null ? "?" : amount(used);
  const under = held > 0 ? `, ${amount(held)} under way` : "";
  if (limit === Number.POSITIVE_INFINITY) return `${spent} used${under}`;
  return `${spent} of ${limit === null ? "?" : amount(limit)} used${under}`;
}

function gauge(name: string, fraction: number): HTMLMeterElement {
  const meter = make("meter", { textContent: `${Math.round(fraction * 100)} %` });
  meter.value = Math.max(0, Math.min(1, fraction));
  meter.ariaLabel = `${name} used`;
  return meter;
}

/** Keeps the place of a gauge that there is nothing to show on. */
function gap(): HTMLElement {
  return make("div", { className: "no-gauge" });
}
