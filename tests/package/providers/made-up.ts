import { type CustomResource, custom } from "quota-gate";
import type { AnyProvider, Numbers, Subject } from "./subject.js";

/** A platform of nobody: it says what is left, as texts in a list, and nothing where there is no limit. */
export const madeUp: Subject = {
  name: "made-up",
  rooms: [
    { resource: "stamps", settleAfter: 5_000 },
    { resource: "envelopes", settleAfter: 0 },
  ],
  doings: [
    {
      action: "post",
      params: {},
      takes: [
        [0, 2],
        [1, 1],
      ],
    },
    { action: "stamp", params: {}, takes: [[0, 1]] },
  ],
  knowsUnlimited: true,
  over: (numbers) => {
    const drawer = (place: number, settleAfter: number): CustomResource => ({
      limit: `/drawers/${place}/of`,
      remaining: `/drawers/${place}/left`,
      unlimited: [{ absent: true }],
      settleAfter,
    });
    const said = ({ limit, used }: Numbers) => {
      if (limit === Number.POSITIVE_INFINITY) return {};
      return { of: String(limit), left: used === null || limit === null ? "?" : String(limit - used) };
    };
    return custom({
      name: "post office",
      source: async () => ({ drawers: numbers.map(said) }),
      resources: { stamps: drawer(0, 5_000), envelopes: drawer(1, 0) },
      actions: { post: { stamps: 2, envelopes: 1 }, stamp: { stamps: 1 } },
    }) as unknown as AnyProvider;
  },
};
