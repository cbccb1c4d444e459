import {
  createGate,
  type Gate,
  type GateOptions,
  type VocdoniActions,
  type VocdoniResource,
  vocdoni,
} from "quota-gate";
import { type Loadable, QuotaMeterElement, setDefaultGate } from "quota-gate/elements";

type VocdoniGate = Gate<VocdoniActions, VocdoniResource>;

/** What GET /integrator says. */
export interface Answer {
  enabled?: boolean;
  limits?: Readonly<Record<string, unknown>>;
  usage?: Readonly<Record<string, unknown>>;
}

const GUIDE = {
  enabled: true,
  limits: { maxManagedOrgs: 1, maxManagedProcesses: 10, maxVotes: 1000, maxEmails: 500, maxSMS: 200 },
  usage: { managedOrgs: 1, managedProcesses: 2, sentVotes: 134, sentEmails: 87, sentSMS: 12 },
};

const answers: Record<string, unknown> = {};
const gates: Record<string, VocdoniGate> = {};
const log: string[] = [];

const made = {
  gates,
  log,
  setDefaultGate,
  QuotaMeterElement,
  /** The guide's answer, but for what is said. */
  answer(changes: Answer = {}, name = "main"): void {
    answers[name] = {
      enabled: changes.enabled ?? true,
      limits: { ...GUIDE.limits, ...changes.limits },
      usage: { ...GUIDE.usage, ...changes.usage },
    };
  },
  fail(name = "main"): void {
    answers[name] = null;
  },
  hang(name = "main"): void {
    answers[name] = new Promise(() => {});
  },
  /** A gate that answers what is said under its name. */
  async open(options: GateOptions = {}, name = "main"): Promise<VocdoniGate> {
    if (!(name in answers)) made.answer({}, name);
    const source = async () => {
      const answer = await answers[name];
      if (answer === null) throw new Error("no answer");
      return answer;
    };
    const gate = await createGate(vocdoni({ source }), { retries: 0, ...options });
    gates[name] = gate;
    return gate;
  },
  async opened(options: GateOptions = {}, name = "main"): Promise<VocdoniGate> {
    const gate = await made.open(options, name);
    await gate.ready;
    return gate;
  },
  find: <E extends HTMLElement>(selector: string): E => {
    const found = document.querySelector<E>(selector);
    if (!found) throw new Error(`nothing at ${selector}`);
    return found;
  },
  give(selector: string, gate: Loadable | null): void {
    made.find<HTMLElement & { gate: Loadable | null }>(selector).gate = gate;
  },
  /** Another copy of the package's file. */
  copy: () => import("../../../../www/lib/elements"),
};

for (const type of ["quota-denied", "quota-change", "click", "submit"] as const) {
  document.addEventListener(type, (event) => {
    if (event.type === "submit") event.preventDefault();
    const { detail } = event as CustomEvent<{ action: string; verdict: string } | null>;
    const what = type.startsWith("quota") ? ` ${detail ? `${detail.action} ${detail.verdict}` : null}` : "";
    log.push(`${type} #${(event.target as Element).id}${what}`);
  });
}

declare global {
  var stage: Stage;
}
export type Stage = typeof made;

globalThis.stage = made;
