/** Descriptions of eight platforms, over answers in the shapes that these document. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { createGate, type Gate, type GateOptions, type Provider } from "quota-gate";
import { describe, expect, test } from "vitest";
import { cpanel } from "./platforms/cpanel.js";
import { digitalocean } from "./platforms/digitalocean.js";
import { github } from "./platforms/github.js";
import { hubspotCalls, hubspotRecords } from "./platforms/hubspot.js";
import { netlify } from "./platforms/netlify.js";
import { openstack } from "./platforms/openstack.js";
import { salesforce } from "./platforms/salesforce.js";
import { sendgrid } from "./platforms/sendgrid.js";
import { finally_, pass, START, useFakeClock } from "./support.js";

useFakeClock();

const answerOf = (platform: string, what: string): unknown => {
  const file = path.resolve(import.meta.dirname, "../fixtures/platforms", `${platform}.json`);
  const { answers } = JSON.parse(readFileSync(file, "utf8")) as { answers: Record<string, unknown> };
  if (!Object.hasOwn(answers, what)) throw new Error(`${platform}.json has no answer ${what}`);
  return answers[what];
};

type Describe<A, R extends string> = (endpoint: { source: () => Promise<unknown> }) => Provider<A, R>;

/** A gate by this description, over one answer of the platform. */
const over = async <A, R extends string>(
  describe: Describe<A, R>,
  platform: string,
  what: string,
  options: GateOptions = {},
): Promise<Gate<A, R>> => {
  const provider = describe({ source: async () => answerOf(platform, what) });
  const gate = await createGate(provider, { retries: 0, ...options });
  finally_(() => gate.dispose());
  await gate.ready;
  return gate;
};

const operator: GateOptions = { audience: "operator", locale: "en" };

describe("SendGrid", () => {
  test("credits that come again each month", async () => {
    const gate = await over(sendgrid, "sendgrid", "recurring", operator);
    expect(gate.headroom("credits")).toMatchObject({
      limitName: "/total",
      usageName: "/used",
      limit: 100,
      used: 1,
      remaining: 99,
      origin: "reported",
    });
    expect(gate.check("sendEmail", { count: 100 })).toMatchObject({ verdict: "deny", max: 99 });
    expect(gate.check("sendEmail", { count: 100 }).message).toBe(
      "E-mail credits: 1 of 100 used, 1 more needed. Raise the limit.",
    );
  });

  test("no total is unlimited, unless it says what is left", async () => {
    const unlimited = await over(sendgrid, "sendgrid", "unlimited");
    expect(unlimited.headroom("credits")).toMatchObject({
      limit: Number.POSITIVE_INFINITY,
      level: "unlimited",
    });
    const once = await over(sendgrid, "sendgrid", "nonrecurring");
    expect(once.headroom("credits")).toMatchObject({ limit: 100, used: 88, remaining: 12 });
  });

  test("only the rest is said, and enough to decide by", async () => {
    const rest = await over(sendgrid, "sendgrid", "nonrecurring, of which only the rest is said", operator);
    expect(rest.headroom("credits")).toMatchObject({ limit: null, used: null, remaining: 12, level: "ok" });
    expect(rest.check("sendEmail", { count: 13 })).toMatchObject({
      verdict: "deny",
      max: 12,
      message: "E-mail credits: 12 left, 1 more needed. Raise the limit.",
    });
    rest.hold("sendEmail", { count: 12 });
    expect(rest.headroom("credits")).toMatchObject({ remaining: 0, held: 12, level: "exhausted" });
  });
});

describe("HubSpot", () => {
  test("objects with a limit of their own, and those that share one", async () => {
    const gate = await over(hubspotRecords, "hubspot", "records");
    expect(gate.headroom("contacts")).toMatchObject({ limit: 15_000_000, remaining: 1, level: "near" });
    expect(gate.can("createContact")).toBe(true);
    expect(gate.check("createCustomObject")).toMatchObject({
      verdict: "deny",
      blockers: [{ resource: "customObjects" }],
    });
  });

  test("calls that start anew tomorrow: the way out is to wait", async () => {
    const calls = () => over(hubspotCalls, "hubspot", "daily calls", operator);
    const gate = await calls();
    const resetsAt = Date.UTC(2026, 0, 1, 13);
    expect(gate.headroom("calls")).toMatchObject({ remaining: 0, resetsAt });
    const { remedy } = gate.check("import");
    expect(remedy).toMatchObject({ kind: "wait", href: null });
    expect(remedy?.text).toMatch(/^Wait until it starts anew: Jan 1, 2026/);
  });
});

describe("Salesforce", () => {
  test.each(["numbers", "texts"])("a limit and what remains of it, as %s", async (what) => {
    const gate = await over(salesforce, "salesforce", what);
    expect(gate.headroom("requests")).toMatchObject({
      limit: 5000,
      used: 63,
      remaining: 4937,
      usageName: null,
    });
  });

  test("a key that is missing is unknown, and an action that needs it too", async () => {
    const gate = await over(salesforce, "salesforce", "texts");
    expect(gate.headroom("massEmail")).toMatchObject({ limit: null, level: "unknown", origin: "unknown" });
    expect(gate.check("sendMassEmail").reason).toBe("limit-unknown");
    expect(gate.can("callApi")).toBe(true);
  });

  test("what helps is what the description says, to operators", async () => {
    const gate = await over(salesforce, "salesforce", "numbers", operator);
    expect(gate.check("sendMassEmail")).toMatchObject({
      remedy: { kind: "raise-limit", href: "https://help.salesforce.com/", text: "Buy more mass e-mails." },
      message: "Mass e-mails: 10 of 10 used, 1 more needed. Buy more mass e-mails.",
    });
    const customer = await over(salesforce, "salesforce", "numbers");
    expect(customer.check("sendMassEmail")).toMatchObject({
      remedy: { href: null, text: "Please contact support." },
      message: "This can't be done right now. Please contact support.",
    });
  });
});

describe("GitHub", () => {
  test("a window with its end in seconds", async () => {
    const gate = await over(github, "github", "left");
    expect(gate.headroom("core")).toMatchObject({ remaining: 4999, resetsAt: START + 13 * 3_600_000 });
    expect(gate.check("importRepository")).toMatchObject({ verdict: "allow", max: 249 });
  });

  test("is closed until then, and open from then on, though nobody has asked", async () => {
    const gate = await over(github, "github", "used up", { expireAfter: 100 * 3_600_000 });
    const phases: string[] = [];
    gate.subscribe(({ phase }) => phases.push(phase));
    expect(gate.check("importRepository")).toMatchObject({
      verdict: "deny",
      remedy: { kind: "wait", text: "Please try again later." },
      message: "This can't be done right now. Please try again later.",
    });
    await pass(13 * 3_600_000 - 1);
    expect(gate.can("importRepository")).toBe(false);
    await pass(1);
    expect(gate.check("importRepository")).toMatchObject({ verdict: "unknown", reason: "usage-unknown" });
    expect(gate.can("importRepository")).toBe(true);
    expect(gate.headroom("core")).toMatchObject({ limit: 5000, used: null, resetsAt: null });
    expect(phases.at(-1)).toBe("stale");
  });
});

describe("OpenStack", () => {
  test("what is reserved counts as used, and below zero is unlimited", async () => {
    const gate = await over(openstack, "openstack", "detail");
    expect(gate.headroom("instances")).toMatchObject({ limit: 10, used: 9, remaining: 1 });
    expect(gate.headroom("fixedIps")).toMatchObject({ limit: Number.POSITIVE_INFINITY, used: 3 });
    expect(gate.check("createServer")).toMatchObject({ verdict: "allow", max: 1 });
    expect(gate.check("createServer", { count: 2 }).blockers.map(({ resource }) => resource)).toEqual([
      "instances",
      "cores",
    ]);
  });

  test("its refusal is read, and believed", async () => {
    const gate = await over(openstack, "openstack", "detail");
    const message = "Quota exceeded for cores: Requested 2, but already used 20 of 20 cores";
    const refuse = async () => Response.json({ forbidden: { code: 403, message } }, { status: 403 });
    await expect(gate.run("createServer", {}, refuse)).rejects.toMatchObject({
      code: "denied",
      status: 403,
      decision: { action: "createServer", blockers: [{ resource: "cores", remaining: 0, requested: 2 }] },
    });
    expect(gate.can("createServer")).toBe(false);
    expect(gate.can("attachFixedIp")).toBe(true);
    const both =
      "Quota exceeded for instances, cores: Requested 4, 8, but already used 8, 16 of 10, 20 instances, cores";
    const refused = Response.json({ forbidden: { code: 403, message: both } }, { status: 403 });
    const attempt = { action: "createServer", params: { count: 4 } } as const;
    expect((await gate.explain(refused, attempt))?.blockers[0]).toMatchObject({
      resource: "instances",
      requested: 4,
    });
    const other = Response.json(
      { forbidden: { code: 403, message: "Policy doesn't allow it" } },
      { status: 403 },
    );
    expect(await gate.explain(other)).toBeNull();
  });
});

describe("cPanel", () => {
  test("items of an array by their id, and no maximum is unlimited", async () => {
    const gate = await over(cpanel, "cpanel", "usages");
    expect(gate.headroom("disk")).toMatchObject({ limit: Number.POSITIVE_INFINITY, used: 17 });
    expect(gate.check("createDatabase").blockers).toMatchObject([{ resource: "databases" }]);
    expect(gate.check("createMailbox", { count: 18 }).verdict).toBe("allow");
  });

  test("a failure that comes as 200 is no answer", async () => {
    const gate = await over(cpanel, "cpanel", "failed");
    expect(gate.state).toMatchObject({ phase: "unavailable", error: { code: "bad-response", status: 200 } });
  });
});

describe("DigitalOcean", () => {
  test("an account that is locked is closed, whatever its limits", async () => {
    const usage = async () => ({ droplets: 0, volumes: 0 });
    const gate = await over((endpoint) => digitalocean({ ...endpoint, usage }), "digitalocean", "locked");
    expect(gate.state.enabled).toBe(false);
    expect(gate.check("createVolume")).toMatchObject({ reason: "not-enabled", remedy: { kind: "enable" } });
  });

  test("a list that can't be counted fails the refresh, and what was counted stays", async () => {
    const counts = [async () => ({ droplets: 3 }), async () => Promise.reject(new Error("…"))];
    const usage = () => (counts.shift() ?? (async () => ({})))();
    const gate = await over((endpoint) => digitalocean({ ...endpoint, usage }), "digitalocean", "account");
    expect((await gate.refresh()).error).toMatchObject({ code: "network" });
    expect(gate.headroom("droplets")).toMatchObject({ used: 3, remaining: 22 });
  });

  test("limits by the platform, usage by whoever counts", async () => {
    const usage = async () => ({ droplets: 25 });
    const gate = await over((endpoint) => digitalocean({ ...endpoint, usage }), "digitalocean", "account");
    expect(gate.headroom("droplets")).toMatchObject({
      limit: 25,
      used: 25,
      origin: "counted",
      usageName: null,
    });
    expect(gate.can("createDroplet")).toBe(false);
    expect(gate.headroom("volumes")).toMatchObject({ limit: 10, used: null, origin: "reported" });
    expect(gate.check("createVolume").reason).toBe("usage-unknown");
  });
});

describe("Netlify", () => {
  test("what is included, and what of it is used", async () => {
    const gate = await over(netlify, "netlify", "account");
    expect(gate.check("createSite")).toMatchObject({ verdict: "allow", max: 1 });
    expect(gate.check("invite")).toMatchObject({ verdict: "deny", max: 0 });
  });
});
