/** Examples of the documents, run as they stand there, and held to what their comments and sentences say. */
import { mkdir, readFile, rm, symlink } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { createGate, custom, type Gate, type PlanDecision, QuotaDenied, vocdoni } from "quota-gate";
import { compile } from "svelte/compiler";
import { expect, test, vi } from "vitest";
import { listen } from "../../www/loopback.js";
import { finally_, GUIDE } from "../package/support.js";
import { at } from "./documents.js";
import { dataOf, shown, snippet, tested } from "./snippet.js";

type AnyGate = Gate<Record<string, Record<string, unknown>>, string>;
type Handler = (request: Request) => Promise<Response>;

const stub = (globals: Readonly<Record<string, unknown>>): void => {
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
  finally_(() => vi.unstubAllGlobals());
};

/** Answers by path on one origin, and 404 for all else. */
const serve = (answers: Readonly<Record<string, unknown>>): void =>
  stub({
    fetch: async (input: Request | string) => {
      const { origin, pathname } = new URL(typeof input === "string" ? input : input.url);
      const body = origin === "https://app.example" ? answers[pathname] : undefined;
      return Response.json(body ?? {}, { status: body === undefined ? 404 : 200 });
    },
  });

const gateOf = async (name: string): Promise<AnyGate> => {
  const { gate } = await snippet<{ gate: AnyGate }>(name, "", ["gate"]);
  finally_(() => gate.dispose());
  return gate;
};

const listed = (...data: unknown[]) => ({ data, total: data.length, limit: 50, skip: 0 });

/** The platform, as a route of one's own sees it, and what was sent to it. */
const platform = (answer: () => Response) => {
  const sent: { url: string; authorization: unknown; redirect: unknown; isBounded: boolean }[] = [];
  stub({
    fetch: async (url: string, { headers, redirect, signal }: RequestInit) => {
      const { Authorization: authorization } = headers as Record<string, string>;
      sent.push({ url, authorization, redirect, isBounded: signal instanceof AbortSignal });
      return answer();
    },
  });
  return sent;
};

test("README: Didomi's says what its comments say", async () => {
  serve({
    "/api/didomi/quotas": listed({
      id: "q",
      organization_id: "acme",
      exports_configs: 3,
      exports_destinations: 2,
    }),
    "/api/didomi/premium-features": listed({ id: "p", organization_id: "acme", batch_exports: true }),
    "/api/didomi/marketplace/integrations": listed(
      { id: "config-1", type_id: "batch-exports-s3" },
      { id: "config-2", type_id: "batch-exports-gcp", enabled: true },
      { id: "config-3", type_id: "batch-exports-s3", enabled: false },
    ),
    "/api/destinations": { "config-1": 2 },
  });
  const gate = await gateOf("didomi");
  expect(gate.state).toMatchObject({ phase: "ready", enabled: true });
  expect(gate.headroom("exportConfigs")).toMatchObject({ used: 2, limit: 3 });
  expect(gate.can("enableExportConfig")).toBe(true);
  expect(gate.check("attachExportDestination", { configId: "config-1" }).verdict).toBe("deny");
  expect(gate.headroom("exportDestinations", "config-1").remaining).toBe(0);
});

/** The guide's account, for people who may know its numbers. */
const guided = async (answers: readonly unknown[] = [GUIDE]) => {
  const left = [...answers];
  const source = async () => (left.length > 1 ? left.shift() : left[0]);
  const gate = await createGate(vocdoni({ source }), { audience: "operator", locale: "en" });
  finally_(() => gate.dispose());
  await gate.ready;
  return gate;
};

test("README: in code, the answers are those of its comments", async () => {
  const gate = await guided();
  const render = vi.fn();
  stub({ gate, render });
  const { stop } = await snippet<{ stop: () => void }>("in-code", "", ["stop"]);
  stop();
  expect(render).toHaveBeenCalled();
  expect(gate.can("createManagedOrg")).toBe(false);
  expect(gate.headroom("emails")).toMatchObject({ limit: 500, used: 87, remaining: 413, level: "ok" });
  expect(gate.state).toMatchObject({ phase: "ready", enabled: true, error: null });
});

test("README: the plan's third step is the one that doesn't pass", async () => {
  const limits = { ...GUIDE.limits, maxManagedOrgs: 2, maxEmails: 1_000 };
  stub({ gate: await guided([{ ...GUIDE, limits }]) });
  const { plan } = await snippet<{ plan: PlanDecision }>("plan", "", ["plan"]);
  expect(plan.failedStep).toBe(2);
  expect(plan.message).toMatch(/^Step 3 of 3: /);
});

test("README: what is denied is shown, and anything else passes", async () => {
  const show = vi.fn();
  const usage = { ...GUIDE.usage, managedProcesses: 10 };
  stub({ gate: await guided([{ ...GUIDE, usage }]), QuotaDenied, show, body: "", fetch: vi.fn() });
  await snippet("run");
  expect(show).toHaveBeenCalledWith(expect.stringContaining("10 of 10 used"));
  expect(fetch).not.toHaveBeenCalled();

  const lost = new TypeError("lost");
  stub({ gate: await guided(), fetch: async () => Promise.reject(lost) });
  await expect(snippet("run")).rejects.toBe(lost);
});

test("README: near, exhausted and recovered are told once each", async () => {
  const used = (sentEmails: number) => ({ ...GUIDE, usage: { ...GUIDE.usage, sentEmails } });
  const gate = await guided([used(87), used(450), used(500), used(500), used(100)]);
  const notify = vi.fn();
  stub({ gate, notify });
  await snippet("ahead");
  for (let each = 0; each < 4; each++) await gate.refresh();
  expect(notify.mock.calls.flat()).toEqual([
    "maxEmails: 50 left",
    "maxEmails: none left",
    "maxEmails: open again",
  ]);
});

const CLOUD = {
  quota_set: {
    id: "studio",
    instances: { in_use: 8, limit: 10, reserved: 1 },
    cores: { in_use: 12, limit: -1, reserved: 0 },
  },
};
const REFUSED = {
  forbidden: {
    code: 403,
    message: "Quota exceeded for instances: Requested 1, but already used 10 of 10 instances",
  },
};

test("README: the description says what its comments say, and reads its refusal", async () => {
  serve({ "/api/compute/quota": CLOUD });
  const gate = await gateOf("custom");
  expect(gate.check("createServer", { count: 2 })).toMatchObject({ verdict: "deny", max: 1 });
  const refused = Response.json(REFUSED, { status: 403 });
  expect(await gate.explain(refused)).toMatchObject({ blockers: [{ resource: "servers" }] });
});

test("describing a platform: the answer and the description that are shown go together", async () => {
  serve({ "/api/compute/quota": dataOf("cloud") });
  const gate = await gateOf("cloud");
  expect(gate.check("createServer", { count: 2 })).toMatchObject({ verdict: "deny", max: 1 });
  expect(gate.headroom("cores").level).toBe("unlimited");
  const refused = Response.json(REFUSED, { status: 403 });
  expect(await gate.explain(refused)).toMatchObject({ blockers: [{ resource: "servers" }] });
  expect(await gate.explain(Response.json({}, { status: 403 }))).toBeNull();
});

test("describing a platform: its test runs, and disposes of nothing that it needs", async () => {
  const description = {
    name: "compute",
    resources: {
      servers: {
        limit: "/quota_set/instances/limit",
        used: "/quota_set/instances/in_use",
        reserved: "/quota_set/instances/reserved",
      },
    },
    actions: { createServer: { servers: 1 } },
  };
  stub({ createGate, custom, expect, description, readAnswer: async () => dataOf("cloud") });
  const gate = await gateOf("described");
  expect(gate.state.phase).toBe("ready");
});

test("the route adds the key, passes on status, body and Retry-After, and never redirects or hangs", async () => {
  vi.stubEnv("VOCDONI_URL", "https://platform.example");
  finally_(() => vi.unstubAllEnvs());
  let answer = () => Response.json(GUIDE);
  const sent = platform(() => answer());
  stub({ signedIn: async ({ headers }: Request) => (headers.get("cookie") ? { key: "vsk_secret" } : null) });
  const { GET } = await snippet<{ GET: Handler }>("proxy");
  const ask = (cookie = "session=1") =>
    GET(new Request("https://app.example/api/quota", { headers: { cookie } }));

  const good = await ask();
  expect(await good.json()).toEqual(GUIDE);
  expect(good.headers.get("cache-control")).toBe("no-store");
  expect(sent).toEqual([
    {
      url: "https://platform.example/integrator",
      authorization: "Bearer vsk_secret",
      redirect: "error",
      isBounded: true,
    },
  ]);

  answer = () => Response.json({ code: 40153 }, { status: 403, headers: { "Retry-After": "7" } });
  const refused = await ask();
  expect([refused.status, refused.headers.get("retry-after"), await refused.json()]).toEqual([
    403,
    "7",
    { code: 40153 },
  ]);

  answer = () => {
    throw new TypeError("down");
  };
  expect((await ask()).status).toBe(502);
  expect((await ask("")).status).toBe(401);
  expect(sent).toHaveLength(3);
});

test("what a server knows is in the page's markup, and a gate in the page goes on from it", async () => {
  const text = await snippet<{ quotaOf: (provider: unknown, identity: string) => Promise<string> }>(
    "server",
    `import { createGate } from "quota-gate";`,
  );
  const state = await text.quotaOf(vocdoni({ source: async () => GUIDE }), "</script>");
  expect(state).not.toContain("<");
  const gate = await createGate(vocdoni({ source: () => new Promise(() => {}) }), { identity: "</script>" });
  finally_(() => gate.dispose());
  gate.hydrate(JSON.parse(state));
  expect(gate.check("createManagedOrg").verdict).toBe("deny");
  expect(gate.state.source).toBe("page");
});

interface Rendered {
  readonly html?: string;
  readonly body?: string;
  readonly state: Parameters<AnyGate["hydrate"]>[0];
}
type Render = (provider: unknown, identity: string) => Promise<Rendered>;

const REACT = `
import { createGate } from "quota-gate";
import { createQuotaHooks } from "quota-gate/react";
import { createElement } from "react";
import { renderToString } from "react-dom/server";
const { QuotaProvider, Gated } = createQuotaHooks();
const button = createElement("button", null, "Create");
const App = ({ gate }) => createElement(QuotaProvider, { gate }, createElement(Gated, { action: "createManagedOrg" }, button));
`;
const VUE = `
import { createGate } from "quota-gate";
import { quotaPlugin, useQuota } from "quota-gate/vue";
import { createSSRApp, h } from "vue";
import { renderToString } from "vue/server-renderer";
const App = {
  setup() {
    const quota = useQuota("createManagedOrg");
    return () => [h("button", quota.value.attrs, "Create"), h("span", quota.value.reasonAttrs, quota.value.reason)];
  },
};
`;
const svelteApp = (): string => {
  const source = `<script>
    import { useQuota } from "quota-gate/svelte";
    const { gate } = $props();
    const quota = useQuota(gate, "createManagedOrg");
  </script>
  <button {...quota.attrs}>Create</button><span {...quota.reasonAttrs}>{quota.reason}</span>`;
  const { js } = compile(source, { filename: "App.svelte", generate: "server" });
  return js.code.replace("export default function App", "function App");
};

test.each([
  ["react-server", REACT, "render"],
  ["vue-server", VUE, "render"],
  [
    "svelte-server",
    `import { createGate } from "quota-gate"; import { render } from "svelte/server"; ${svelteApp()}`,
    "renderOnServer",
  ],
] as const)(
  "%s renders a control closed, with its reason, and its page goes on from that",
  async (name, taken, does) => {
    const module = await snippet<Record<typeof does, Render>>(name, taken);
    const { html, body, state } = await module[does](vocdoni({ source: async () => GUIDE }), "account-1");
    expect(html ?? body).toContain(`aria-disabled="true"`);
    expect(html ?? body).toContain("contact support");
    const asking = vocdoni({ baseUrl: "https://app.example/api/quota", path: "" });
    serve({});
    const gate = await createGate(asking, { identity: "account-1", retries: 0 });
    finally_(() => gate.dispose());
    gate.hydrate(JSON.parse(JSON.stringify(state)));
    expect(gate.check("createManagedOrg").verdict).toBe("deny");
  },
);

test("the phases of a test gate do what is said of them", async () => {
  const { createTestGate } = await import("quota-gate/testing");
  stub({ createTestGate, expect, QuotaDenied, provider: vocdoni({ baseUrl: "https://app.example" }) });
  const { gate, told } = await snippet<{ gate: AnyGate; told: string[] }>("phases", "", ["gate", "told"]);
  finally_(() => gate.dispose());
  expect(told).toEqual(["emails"]);
  expect(gate.check("sendEmailOtp")).toMatchObject({ verdict: "unknown", reason: "expired" });
});

test("files are served by their version for ever, or asked for each time", async () => {
  const folder = at("build/test/served");
  await rm(folder, { recursive: true, force: true });
  await mkdir(path.join(folder, "node_modules"), { recursive: true });
  await symlink(at(), path.join(folder, "node_modules/quota-gate"));
  const before = process.cwd();
  process.chdir(folder);
  finally_(() => process.chdir(before));
  const { app } = await snippet<{ app: Parameters<typeof createServer>[1] }>("serve", "", []);
  const site = await listen(createServer(app), 0);
  finally_(() => site.close());
  const { version } = JSON.parse(await readFile(at("package.json"), "utf8"));
  const ageOf = async (file: string) => (await fetch(`${site.url}${file}`)).headers.get("cache-control");
  expect(await ageOf(`/quota-gate/${version}/index.js`)).toBe("public, max-age=31536000, immutable");
  expect(await ageOf("/quota-gate/index.js")).toBe("public, max-age=0");
});

test("the sandbox does in a test what its page shows", async () => {
  const { startSandbox } = await import("../../www/sandbox/index.js");
  stub({ startSandbox });
  const { token } = await snippet<{ token: string }>("sandbox", "", ["token"]);
  expect(token).toEqual(expect.any(String));
});

test("every one that is shown is among these", () => {
  expect(tested()).toEqual(shown());
});
