import { createGate, type Gate, type VocdoniActions, type VocdoniResource, vocdoni } from "quota-gate";
import type { ReactElement } from "react";
import { createRoot, hydrateRoot } from "react-dom/client";
import { FIRST, type Numbers } from "./account";

export type StageGate = Gate<VocdoniActions, VocdoniResource>;
export type Given = StageGate | Promise<StageGate>;

/** What the application tells of itself. */
export interface Play {
  /** Is it rendered on a server, or was it? */
  readonly served: boolean;
  heard(what: string): void;
  rendered(component: string): void;
}

/** `loading` waits for its first answer, `pending` is a promise, `other` belongs to another account, which has room. */
export type Which = "there" | "loading" | "pending" | "other" | "disposed";

export interface Stage {
  readonly heard: string[];
  readonly renders: Record<string, number>;
  readonly denied: string[];
  /** To the gate of the first account, and of those the most there were at once. */
  readonly subscriptions: { now: number; most: number };
  readonly errors: string[];
  mount(which: Which): void;
  unmount(): void;
  arrive(): void;
  fail(): void;
  dispose(): void;
  answer(next: { limits?: Numbers; usage?: Numbers }): Promise<void>;
}

declare global {
  var reactStage: Stage;
}

/** What a server has handed to the page, if one did. */
export interface Rendered {
  readonly which: Which;
  readonly dehydrated: Parameters<StageGate["hydrate"]>[0];
}

export const silent: Play = { served: true, heard() {}, rendered() {} };

const settlable = <T>() => {
  let resolve: (value: T) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<T>((...ends) => {
    [resolve, reject] = ends;
  });
  return { promise, resolve, reject };
};

export const openStage = async (render: (gate: Given, play: Play) => ReactElement): Promise<void> => {
  let answer = FIRST;
  const heard: string[] = [];
  const renders: Record<string, number> = {};
  const denied: string[] = [];
  const errors: string[] = [];
  const subscriptions = { now: 0, most: 0 };
  const rendered: Rendered | null = JSON.parse(document.querySelector("#state")?.textContent ?? "null");
  const play: Play = {
    served: rendered !== null,
    heard: (what) => heard.push(what),
    rendered(component) {
      renders[component] = (renders[component] ?? 0) + 1;
    },
  };
  const held = settlable<void>();
  const arrival = settlable<StageGate>();
  const there = await createGate(
    vocdoni({ source: async () => answer }),
    rendered ? { dehydrated: rendered.dehydrated } : {},
  );
  const loading = await createGate(vocdoni({ source: () => held.promise.then(() => answer) }));
  const room = { ...FIRST, limits: { ...FIRST.limits, maxManagedOrgs: 5 } };
  const other = await createGate(vocdoni({ source: async () => room }));
  if (!rendered) await there.ready;
  await other.ready;
  const { subscribe } = there;
  there.subscribe = (listener) => {
    const stop = subscribe(listener);
    subscriptions.now++;
    subscriptions.most = Math.max(subscriptions.most, subscriptions.now);
    return () => {
      subscriptions.now--;
      stop();
    };
  };
  there.on("denied", ({ action }) => denied.push(action));

  const host = document.querySelector("#app");
  if (!host) throw new Error("the page has no #app");
  const gates = { there, loading, pending: arrival.promise, other, disposed: there };
  const onRecoverableError = (error: unknown) => errors.push(String(error));
  const root = rendered
    ? hydrateRoot(host, render(gates[rendered.which], play), { onRecoverableError })
    : createRoot(host);

  globalThis.reactStage = {
    heard,
    renders,
    denied,
    subscriptions,
    errors,
    mount(which) {
      if (which === "disposed") there.dispose();
      root.render(render(gates[which], play));
    },
    unmount: () => root.unmount(),
    arrive() {
      held.resolve();
      arrival.resolve(there);
    },
    fail: () => arrival.reject(new Error("no wasm")),
    dispose: () => there.dispose(),
    async answer({ limits, usage }) {
      answer = { ...answer, limits: { ...answer.limits, ...limits }, usage: { ...answer.usage, ...usage } };
      await there.refresh();
    },
  };
};
