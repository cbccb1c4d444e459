import { custom as provider } from "quota-gate";
import type { AnyProvider, Subject } from "./subject.js";

const places = (place: number) => ({
  limit: `/${place}/limit`,
  used: `/${place}/used`,
  unlimited: ["unlimited"],
});

export const custom: Subject = {
  name: "custom",
  rooms: [
    { resource: "servers", settleAfter: 60_000 },
    { resource: "cores", settleAfter: 60_000 },
    { resource: "disks", settleAfter: 60_000 },
  ],
  doings: [
    {
      action: "createServer",
      params: {},
      takes: [
        [0, 1],
        [1, 4],
      ],
    },
    { action: "addDisk", params: {}, takes: [[2, 1]] },
    { action: "addCores", params: {}, takes: [[1, 2]] },
  ],
  knowsUnlimited: true,
  over: (numbers) =>
    provider({
      name: "cloud",
      source: async () =>
        numbers.map(({ limit, used }) => ({
          limit: limit === Number.POSITIVE_INFINITY ? "unlimited" : limit,
          used,
        })),
      resources: { servers: places(0), cores: places(1), disks: places(2) },
      actions: { createServer: { servers: 1, cores: 4 }, addDisk: { disks: 1 }, addCores: { cores: 2 } },
    }) as unknown as AnyProvider,
};
