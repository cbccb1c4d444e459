import { createGate, vocdoni } from "quota-gate";
import {
  createQuota,
  provideQuota,
  quotaPlugin,
  useGate,
  useHeadroom,
  useQuota,
  vQuota,
} from "quota-gate/vue";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  type Component,
  computed,
  createRenderer,
  createSSRApp,
  defineComponent,
  h,
  nextTick,
  type Ref,
  ref,
  Suspense,
  withDirectives,
} from "vue";
import { renderToString } from "vue/server-renderer";
import { eventually } from "./eventually.js";
import { GUIDE, guide, opened, pass, useFakeClock } from "./support.js";

useFakeClock();
afterEach(() => {
  vi.restoreAllMocks();
});

const Create = defineComponent(() => {
  const quota = useQuota("createManagedOrg");
  return () => [
    h("button", quota.value.attrs, "Create"),
    h("span", quota.value.reasonAttrs, quota.value.reason),
  ];
});
const under = (gate: Parameters<typeof provideQuota>[0], child: Component, policies?: object) =>
  defineComponent(() => {
    provideQuota(gate, policies);
    return () => h(child);
  });
const CLOSED =
  '<!--[--><button aria-disabled="true" aria-describedby="quota-v-0" data-quota-verdict="deny">Create</button>' +
  '<span id="quota-v-0" data-quota-reason>This can&#39;t be created right now. Please contact support.</span><!--]-->';

describe("on a server", () => {
  test("a control has its state and its reason, and leaves no listener and no timer", async () => {
    const { gate } = await opened([GUIDE]);
    const subscribe = vi.spyOn(gate, "subscribe");
    const timers = vi.getTimerCount();
    expect(await renderToString(createSSRApp(under(gate, Create)))).toBe(CLOSED);
    expect(subscribe).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(timers);
  });

  test("a promise is pending, and says nothing", async () => {
    const html = await renderToString(createSSRApp(under(new Promise(() => {}), Create)));
    expect(html).toBe(
      '<!--[--><button aria-disabled="true" data-quota-verdict="pending">Create</button>' +
        '<span id="quota-v-0" hidden data-quota-reason></span><!--]-->',
    );
    expect(vi.getTimerCount()).toBe(0);
  });

  test("what counts before there is a gate is said where it is provided", async () => {
    const open = under(new Promise(() => {}), Create, { whileLoading: "allow" });
    expect(await renderToString(createSSRApp(open))).not.toContain("aria-disabled");
    const { gate } = await opened([GUIDE]);
    gate.dispose();
    const closed = await renderToString(createSSRApp(under(gate, Create, { whenUnknown: "deny" })));
    expect(closed).toMatch(/<button aria-disabled="true" .*data-quota-verdict="unknown">/);
  });

  test("a promise that came true or was rejected meanwhile is still one, as it is in the page's first rendering", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    const { gate } = await opened([GUIDE]);
    for (const settled of [Promise.resolve(gate), Promise.reject(new Error("no wasm"))]) {
      const late = defineComponent(async () => {
        provideQuota(settled);
        await nextTick();
        return () => h(Create);
      });
      expect(await renderToString(createSSRApp(late))).toContain(
        '<button aria-disabled="true" data-quota-verdict="pending">',
      );
    }
  });

  test("a directive writes state", async () => {
    const { gate } = await opened([GUIDE]);
    const Directed = defineComponent({
      directives: { quota: vQuota },
      render: () => [
        withDirectives(h("button"), [[vQuota, "createManagedOrg"]]),
        withDirectives(h("button"), [[vQuota, { action: "publishProcess", params: { voters: "" } }]]),
        withDirectives(h("button"), [[vQuota, null]]),
      ],
    });
    expect(await renderToString(createSSRApp(under(gate, Directed)))).toBe(
      '<!--[--><button aria-disabled="true" data-quota-verdict="deny"></button>' +
        '<button data-quota-verdict="allow"></button><button></button><!--]-->',
    );
  });

  test("a gate that is disposed of is unknown", async () => {
    const { gate } = await opened([GUIDE]);
    gate.dispose();
    const html = await renderToString(createSSRApp(under(gate, Create)));
    expect(html).toContain('<button data-quota-verdict="unknown">');
  });
});

describe("a gate is found", () => {
  const Room = defineComponent(() => {
    const room = useHeadroom("votes");
    const found = useGate();
    return () => `${room.value.remaining} ${found.value !== null}`;
  });

  test("by the component that provides it", async () => {
    const { gate } = await opened([GUIDE]);
    const Both = defineComponent(() => {
      provideQuota(gate);
      const quota = useQuota("createManagedOrg");
      return () => quota.value.decision.verdict;
    });
    expect(await renderToString(createSSRApp(Both))).toBe("deny");
  });

  test("by all components of an application, and the directive with it", async () => {
    const { gate } = await opened([GUIDE]);
    const app = createSSRApp(Room).use(quotaPlugin, gate);
    expect(app.directive("quota")).toBe(vQuota);
    expect(await renderToString(app)).toBe("866 true");
  });

  test("nearest first", async () => {
    const { gate } = await opened([GUIDE]);
    const { gate: other } = await opened([guide({ maxManagedOrgs: 5 })]);
    const app = createSSRApp(under(other, Create)).use(quotaPlugin, gate);
    expect(await renderToString(app)).toContain('data-quota-verdict="allow"');
  });

  test.each([
    ["useQuota", Create],
    ["useHeadroom", Room],
    [
      "v-quota",
      defineComponent({ render: () => withDirectives(h("button"), [[vQuota, "createManagedOrg"]]) }),
    ],
  ])("or %s says what is missing", async (who, component) => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    await expect(renderToString(createSSRApp(component))).rejects.toThrow(
      `quota-gate: ${who} finds no gate. Call provideQuota(gate) in this component or in one above it, or app.use(quotaPlugin, gate).`,
    );
  });

  test("a question that makes no sense is the gate's error", async () => {
    const { gate } = await opened([GUIDE]);
    vi.spyOn(console, "warn").mockImplementation(() => {});
    const App = under(
      gate,
      defineComponent(() => {
        const quota = useQuota("createOrg");
        return () => quota.value.decision.verdict;
      }),
    );
    await expect(renderToString(createSSRApp(App))).rejects.toMatchObject({ code: "unknown-action" });
  });

  test("createQuota returns the same for gates of one type", () => {
    expect(createQuota()).toEqual({ provideQuota, quotaPlugin, useQuota, useHeadroom, useGate, vQuota });
  });
});

/** Vue without a browser: what is mounted hears of changes, and nothing is drawn. */
const mounted = async (component: Component) => {
  const nothing = () => null;
  const { createApp } = createRenderer<object, object>({
    insert: nothing,
    remove: nothing,
    createElement: (type) => ({ type }),
    createText: () => ({}),
    createComment: () => ({}),
    setText: nothing,
    setElementText: nothing,
    parentNode: nothing,
    nextSibling: nothing,
    patchProp: nothing,
  });
  const app = createApp(component);
  app.mount({});
  await nextTick();
  return app;
};

describe("while mounted", () => {
  const stage = async (params?: unknown) => {
    const answers: unknown[] = [GUIDE];
    const { gate } = await opened(answers);
    let quota: ReturnType<typeof useQuota> | undefined;
    let renders = 0;
    const Child = defineComponent(() => {
      const mine = useQuota("publishProcess", params);
      quota = mine;
      return () => {
        renders++;
        return h("button", mine.value.attrs);
      };
    });
    let left = 0;
    const { subscribe } = gate;
    gate.subscribe = (listener) => {
      const stop = subscribe(listener);
      return () => {
        left++;
        stop();
      };
    };
    const app = await mounted(under(gate, Child));
    return {
      gate,
      app,
      answers,
      quota: quota as unknown as Ref<ReturnType<typeof useQuota>["value"]>,
      renders: () => renders,
      left: () => left,
    };
  };

  test("the value and its handlers are the same until the answer is another one", async () => {
    const { gate, quota, answers, renders } = await stage();
    const first = quota.value;
    await pass(1_000);
    await gate.refresh();
    await nextTick();
    expect([quota.value === first, renders()]).toEqual([true, 1]);
    answers[0] = guide({}, { managedProcesses: 10 });
    await gate.refresh();
    await nextTick();
    expect([quota.value.decision.verdict, quota.value.allowed, renders()]).toEqual(["deny", false, 2]);
    for (const name of ["onClickCapture", "onKeydownCapture", "onKeyupCapture", "onAuxclickCapture"])
      expect(quota.value.attrs[name]).toBe(first.attrs[name]);
    expect(quota.value.formAttrs).toBe(first.formAttrs);
  });

  test("hearing ends with the component", async () => {
    const { app, left } = await stage();
    expect(left()).toBe(0);
    app.unmount();
    expect(left()).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  const voters = ref<number | string>(10);
  test.each([
    ["a ref", computed(() => ({ voters: voters.value }))],
    ["a getter", () => ({ voters: voters.value })],
    ["refs of each", { voters }],
    ["a getter of refs", () => ({ voters })],
  ])("parameters are %s", async (_, params) => {
    voters.value = 10;
    const { quota } = await stage(params);
    expect(quota.value.decision.verdict).toBe("allow");
    for (const tooMany of [867, "867"]) {
      voters.value = tooMany;
      expect(quota.value.decision.verdict).toBe("deny");
    }
    for (const unfinished of ["", " ", 1.5, -1, "many"]) {
      voters.value = unfinished;
      expect(quota.value.decision.verdict).toBe("allow");
    }
  });

  test("an answer that comes between rendering and mounting isn't missed", async () => {
    const answers: unknown[] = [GUIDE];
    const gate = await createGate(vocdoni({ source: async () => answers[0] }));
    await gate.refresh();
    answers[0] = guide({ maxManagedOrgs: 5 });
    const Late = defineComponent(async () => {
      const quota = useQuota("createManagedOrg");
      expect(quota.value.allowed).toBe(false);
      await gate.refresh();
      return () => {
        seen.push(quota.value.allowed);
        return null;
      };
    });
    const seen: boolean[] = [];
    vi.spyOn(console, "info").mockImplementation(() => {});
    const app = await mounted(
      under(
        gate,
        defineComponent(() => () => h(Suspense, () => h(Late))),
      ),
    );
    await eventually(() => expect(seen.at(-1)).toBe(true));
    app.unmount();
    gate.dispose();
  });
});
