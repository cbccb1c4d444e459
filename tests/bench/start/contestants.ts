import path from "node:path";

/** A page with one button, which its script opens or closes. */
export interface Contestant {
  readonly name: string;
  /** Of its folder on the site. */
  readonly folder: string;
  readonly app: string;
  /** The page names what its script will ask for, so that it is on its way sooner. */
  readonly preloads?: true;
  /** It keeps no answer, and is done once what it loads later is there. */
  readonly later?: string;
}

const own = (file: string) => path.join(import.meta.dirname, "apps", file);
const peer = (file: string) => path.join(import.meta.dirname, "../../peers/start", file);

export const CONTESTANTS: readonly Contestant[] = [
  { name: "quota-gate", folder: "gate", app: own("gate.ts"), later: "inline" },
  {
    name: "quota-gate, preloaded",
    folder: "preloaded",
    app: own("gate.ts"),
    preloads: true,
    later: "inline",
  },
  { name: "quota-gate, answer kept", folder: "kept", app: own("kept.ts") },
  { name: "CASL and TanStack Query", folder: "casl", app: peer("casl-tanstack-query.js") },
  { name: "GrowthBook", folder: "growthbook", app: peer("growthbook.js") },
  { name: "Unleash", folder: "unleash", app: peer("unleash.js") },
  { name: "by hand", folder: "by-hand", app: own("by-hand.ts") },
];
