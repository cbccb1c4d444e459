// @vitest-environment jsdom
import { vocdoni } from "quota-gate";
import { createTestGate } from "quota-gate/testing";
import { provideQuota, quotaPlugin, useQuota } from "quota-gate/vue";
import { expect, test, vi } from "vitest";
import { type App, createApp, createSSRApp, defineComponent, h } from "vue";
import { renderToString } from "vue/server-renderer";
import { eventually } from "./eventually.js";

const Create = defineComponent(() => {
  const quota = useQuota("createManagedOrg");
  return () => h("button", quota.value.attrs, "Create");
});
type Gate = Parameters<typeof provideQuota>[0];
type Make = typeof createApp;
const byComponent = (make: Make, gate: Gate): App =>
  make(
    defineComponent(() => {
      provideQuota(gate);
      return () => h(Create);
    }),
  );
const byPlugin = (make: Make, gate: Gate): App => make(Create).use(quotaPlugin, gate);

test.each([
  ["provideQuota", byComponent],
  ["quotaPlugin", byPlugin],
])(
  "what a server rendered of a promise is taken over, though it has come true since, and then follows the gate: %s",
  async (_, app) => {
    const warned = vi.spyOn(console, "warn");
    const gate = await createTestGate(vocdoni({ baseUrl: "https://app.example" }));
    const promise = Promise.resolve(gate);
    document.body.innerHTML = await renderToString(app(createSSRApp, new Promise(() => {})));
    app(createApp, promise).mount(document.createElement("div"));
    await promise;

    const taken = app(createSSRApp, promise);
    taken.mount(document.body);
    const button = document.querySelector("button");
    expect(button?.getAttribute("data-quota-verdict")).toBe("pending");
    await eventually(() => expect(button?.getAttribute("data-quota-verdict")).toBe("allow"));
    expect(button?.hasAttribute("aria-disabled")).toBe(false);
    expect(warned).not.toHaveBeenCalledWith(expect.stringContaining("Hydration"));
    taken.unmount();
    gate.dispose();
  },
);
