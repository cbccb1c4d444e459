import path from "node:path";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import vue from "@vitejs/plugin-vue";
import { createGate, vocdoni } from "quota-gate";
import { createServer } from "vite";
import type { Play } from "./stage";

type Render = (play: Play) => string | Promise<string>;

/** What a server of the application sends to a page. */
export const renderOnServer = async (entry: string, answer: unknown) => {
  const vite = await createServer({
    root: path.join(import.meta.dirname, ".."),
    configFile: false,
    logLevel: "error",
    appType: "custom",
    plugins: [vue(), svelte({ configFile: false })],
    optimizeDeps: { noDiscovery: true },
    server: { middlewareMode: true, hmr: false, ws: false },
  });
  const gate = await createGate(vocdoni({ source: async () => answer }));
  try {
    const { render } = (await vite.ssrLoadModule(`/${entry}`)) as { render: Render };
    await gate.refresh();
    const html = await render({ gate, isRendered: true, heard: () => {}, rendered: () => "" });
    return { html, state: { gate: gate.dehydrate(), answer } };
  } finally {
    gate.dispose();
    await vite.close();
  }
};
