import { createGate, type Gate, type VocdoniActions, type VocdoniResource, vocdoni } from "quota-gate";

export type StageGate = Gate<VocdoniActions, VocdoniResource>;
type Numbers = Readonly<Record<string, number>>;

/** What an application of these tests is given, and what it tells. */
export interface Play {
  readonly gate: StageGate | Promise<StageGate>;
  /** A server rendered it. */
  readonly isRendered: boolean;
  heard(what: string): void;
  /** Vue shows what it returns. */
  rendered(component: string): unknown;
}

/** The controls and their reasons, when the script begins and when it has taken them over. */
export interface Taken {
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Are they the same elements? */
  readonly areKept: boolean;
}

export interface Stage {
  readonly heard: string[];
  readonly renders: Record<string, number>;
  /** Subscriptions to the gate that haven't ended. */
  readonly subscriptions: number;
  readonly denied: string[];
  readonly gate: StageGate;
  readonly taken: Taken | null;
  /** `pending`: a promise that waits for `arrive` or `fail`. */
  mount(gate: "there" | "pending" | "disposed"): void;
  arrive(): void;
  fail(): void;
  unmount(): void;
  answer(next: { limits?: Numbers; usage?: Numbers; enabled?: boolean }): Promise<void>;
}

declare global {
  var appStage: Stage;
}

export const FIRST = {
  enabled: true,
  limits: { maxManagedOrgs: 1, maxManagedProcesses: 10, maxVotes: 1000, maxEmails: 500, maxSMS: 200 },
  usage: { managedOrgs: 1, managedProcesses: 2, sentVotes: 134, sentEmails: 87, sentSMS: 12 },
};

/** What a directive or an action does is done later. */
const takenOver = (play: () => void): Taken => {
  const elements = [...document.querySelectorAll("#app *:not(#invite)")];
  const markup = () => elements.map((element) => (element.cloneNode() as Element).outerHTML);
  const words = () => document.querySelector("#why-create")?.textContent ?? "";
  const before = [...markup(), words()];
  play();
  return { before, after: [...markup(), words()], areKept: elements.every((each) => each.isConnected) };
};

export const openStage = async (play: (play: Play) => () => void): Promise<void> => {
  const state = JSON.parse(document.querySelector("#state")?.textContent ?? "null");
  const isRendered = state !== null;
  let answer: typeof FIRST = isRendered ? state.answer : FIRST;
  let subscriptions = 0;
  const heard: string[] = [];
  const renders: Record<string, number> = {};
  const denied: string[] = [];
  const gate = await createGate(
    vocdoni({ source: async () => answer }),
    isRendered ? { dehydrated: state.gate } : {},
  );
  if (!isRendered) await gate.refresh();
  const { subscribe } = gate;
  gate.subscribe = (listener) => {
    const stop = subscribe(listener);
    subscriptions++;
    return () => {
      subscriptions--;
      stop();
    };
  };
  gate.on("denied", ({ action }) => denied.push(action));
  let arrive: (gate: StageGate) => void = () => {};
  let fail: (error: Error) => void = () => {};
  const waiting = new Promise<StageGate>((resolve, reject) => {
    arrive = resolve;
    fail = reject;
  });
  let unmount = () => {};
  let taken: Taken | null = null;
  const mount = (given: StageGate | Promise<StageGate>) => {
    unmount = play({
      gate: given,
      isRendered,
      heard: (what) => heard.push(what),
      rendered(component) {
        renders[component] = (renders[component] ?? 0) + 1;
      },
    });
  };
  globalThis.appStage = {
    heard,
    renders,
    denied,
    gate,
    get taken() {
      return taken;
    },
    get subscriptions() {
      return subscriptions;
    },
    mount(which) {
      if (which === "disposed") gate.dispose();
      mount(which === "pending" ? waiting : gate);
    },
    arrive: () => arrive(gate),
    fail: () => fail(new Error("no wasm")),
    unmount: () => unmount(),
    async answer({ limits, usage, enabled = answer.enabled }) {
      answer = { enabled, limits: { ...answer.limits, ...limits }, usage: { ...answer.usage, ...usage } };
      await gate.refresh();
    },
  };
  if (isRendered) taken = takenOver(() => mount(gate));
};
