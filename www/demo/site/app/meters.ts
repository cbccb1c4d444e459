import type { Headroom, Level, VocdoniResource } from "../../../lib/types.js";
import { badge, type Tone } from "./badge.js";
import { find, make, update } from "./element.js";
import { amount } from "./format.js";
import type { Quota, QuotaGate } from "./quota.js";

const NAMES: Readonly<Record<VocdoniResource, string>> = {
  managedOrgs: "Organizations",
  managedProcesses: "Voting processes",
  votes: "Votes",
  emails: "E-mail codes",
  sms: "SMS codes",
};

const LEVELS: Readonly<Record<Level, readonly [tone: Tone, text: string]>> = {
  ok: ["good", "Within limit"],
  near: ["warn", "Near the limit"],
  exhausted: ["bad", "Limit reached"],
  over: ["bad", "Over the limit"],
  unlimited: ["good", "Unlimited"],
  unknown: ["quiet", "Not known"],
  disabled: ["quiet", "Switched off"],
};

/** A card for each limit: what is left, what is used, how it stands. */
export function meters(quota: Quota): void {
  const list = find("meters", HTMLUListElement);
  const names = Object.keys(NAMES) as VocdoniResource[];
  const show = (gate: QuotaGate | null) =>
    update(
      list,
      names.map((name) => card(name, gate)),
    );
  show(null);
  quota.subscribe(show);
}

function card(name: VocdoniResource, gate: QuotaGate | null): HTMLLIElement {
  const room = gate?.headroom(name) ?? null;
  const asking = gate?.state.phase === "loading" || gate === null;
  const [tone, level]: readonly [Tone, string] =
    asking || room === null ? ["quiet", "Asking…"] : LEVELS[room.level];
  const title = make("h3", { textContent: NAMES[name] });
  const head = make("div", { className: "card-head" }, title, badge(tone, level));
  const element = make("li", { className: "card meter-card" }, head, ...figures(name, asking ? null : room));
  element.dataset["resource"] = name;
  element.dataset["level"] = asking ? "loading" : (room?.level ?? "unknown");
  return element;
}

function figures(name: VocdoniResource, room: Headroom | null): Node[] {
  const left = make("p", { className: "left" }, ...leftOf(room));
  const bar = room?.fraction == null ? gap() : gauge(NAMES[name], room.fraction);
  const used = make("p", { className: "used", textContent: room === null ? "\u00a0" : usedOf(room) });
  return [left, bar, used, make("code", { textContent: room?.limitName ?? "\u00a0" })];
}

function leftOf(room: Headroom | null): (Node | string)[] {
  if (room === null || room.level === "disabled") return [make("b", { textContent: "–" })];
  if (room.level === "unlimited") return [make("b", { textContent: "∞" }), " no limit"];
  if (room.remaining === null) return [make("b", { textContent: "?" }), " left"];
  return [make("b", { textContent: amount(room.remaining) }), " left"];
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
