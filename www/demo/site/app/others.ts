import type { Headroom } from "../../../lib/types.js";
import { find, make } from "./element.js";
import { amount } from "./format.js";
import type { AnyQuota } from "./quota.js";

const NOTE = "Your contract has these too. What is used of them is not counted here.";

/** What a platform limits beyond the resources that actions take from, by its own names. */
export function otherLimits(quota: AnyQuota, known: readonly string[]): void {
  const list = find("others", HTMLDListElement);
  const note = find("others-note", HTMLElement);
  quota.subscribe((gate) => {
    const state = gate?.state;
    const rooms = Object.entries(state?.headroom ?? {}).filter(([name]) => !known.includes(name));
    const none = state?.phase === "loading" ? "Asking…" : "None are known.";
    note.textContent = rooms.length > 0 ? NOTE : none;
    list.replaceChildren(...rooms.flatMap(([, room]) => row(room)));
  });
}

function row({ limitName, limit }: Headroom): [HTMLElement, HTMLElement] {
  const name = make("dt", {}, make("code", { textContent: limitName }));
  return [name, make("dd", { textContent: limit === null ? "?" : amount(limit) })];
}
