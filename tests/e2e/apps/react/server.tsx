import { createGate, vocdoni } from "quota-gate";
import { renderToString } from "react-dom/server";
import { app } from "./App";
import { FIRST } from "./account";
import { type Rendered, silent, type Which } from "./stage";

/** What a server sends: the markup, and what its page goes on from. */
export const render = async (which: Which): Promise<{ html: string; state: Rendered }> => {
  const asked = await createGate(vocdoni({ source: async () => FIRST }));
  await asked.ready;
  const dehydrated = asked.dehydrate();
  asked.dispose();
  const gate = await createGate(vocdoni({ source: () => new Promise(() => {}) }));
  gate.hydrate(dehydrated);
  const html = renderToString(app(which === "pending" ? new Promise(() => {}) : gate, silent));
  gate.dispose();
  return { html, state: { which, dehydrated } };
};
