import { describe, expect, it } from "vitest";
import { at, call, createDraft, firstOrg, publishProcess, START, useSandbox } from "./support";

const sandbox = useSandbox();
const LIST = "/integrator/organizations";

async function usage(name: "free-tier" | "custom-plan" | "staging"): Promise<unknown> {
  const { quotaKey } = sandbox().credentials(name);
  return at((await call(sandbox(), quotaKey, "GET", "/integrator")).body, "usage");
}

describe("creating an organization", () => {
  it("takes a slot", async () => {
    const { fullKey } = sandbox().credentials("custom-plan");
    const created = await call(sandbox(), fullKey, "POST", LIST, { type: "union", name: "Dockers" });
    expect(created.status).toBe(200);
    expect(created.body).toMatchObject({
      type: "union",
      name: { default: "Dockers" },
      meta: { name: { default: "Dockers" } },
      createdAt: "2026-11-20T12:00:00Z",
      managedBy: sandbox().account("custom-plan").address,
      counters: { sentVotes: 0, processes: 0 },
      subscription: { active: true },
      parent: null,
    });
    expect(at(created.body, "address")).toMatch(/^0x[0-9a-f]{40}$/);
    expect(await usage("custom-plan")).toMatchObject({ managedOrgs: 13 });
  });

  it("is refused at the limit, before the body is read, and takes nothing", async () => {
    const { fullKey } = sandbox().credentials("free-tier");
    const denied = await call(sandbox(), fullKey, "POST", LIST, "not JSON");
    expect(at(denied.body, "code")).toBe(40154);
    expect(await usage("free-tier")).toMatchObject({ managedOrgs: 1 });
  });

  it("needs an owner that exists, if one is named", async () => {
    const { fullKey } = sandbox().credentials("custom-plan");
    const request = { type: "company", ownerEmail: "nobody@example.org" };
    const denied = await call(sandbox(), fullKey, "POST", LIST, request);
    expect([denied.status, at(denied.body, "code")]).toEqual([400, 40004]);
    expect(await usage("custom-plan")).toMatchObject({ managedOrgs: 12 });
  });

  it("is never refused on staging", async () => {
    const { fullKey } = sandbox().credentials("staging");
    const created = await call(sandbox(), fullKey, "POST", LIST, { type: "company" });
    expect(created.status).toBe(200);
    expect(await usage("staging")).toMatchObject({ managedOrgs: 4 });
  });
});

describe("deleting an organization", () => {
  it("frees its slot and drops what it sent at once, but rolls back no process", async () => {
    const { fullKey } = sandbox().credentials("free-tier");
    const address = firstOrg(sandbox(), "free-tier");
    expect(await usage("free-tier")).toEqual({
      managedOrgs: 1,
      managedProcesses: 2,
      sentVotes: 134,
      sentSMS: 12,
      sentEmails: 87,
    });
    const deleted = await call(sandbox(), fullKey, "DELETE", `${LIST}/${address}`);
    expect(deleted.status).toBe(200);
    expect(await usage("free-tier")).toEqual({
      managedOrgs: 0,
      managedProcesses: 2,
      sentVotes: 0,
      sentSMS: 0,
      sentEmails: 0,
    });
    expect((await call(sandbox(), fullKey, "POST", LIST, { type: "company" })).status).toBe(200);
  });

  it("answers the address in mixed case and matches it in any", async () => {
    const { fullKey } = sandbox().credentials("free-tier");
    const address = firstOrg(sandbox(), "free-tier");
    const shouted = `0x${address.slice(2).toUpperCase()}`;
    const { body } = await call(sandbox(), fullKey, "DELETE", `${LIST}/${shouted}`);
    const answered = String(at(body, "address"));
    expect(answered).toMatch(/[A-F]/);
    expect(answered).not.toBe(address);
    expect(answered.toLowerCase()).toBe(address);
  });

  it("is refused while an election is active, and possible once it has ended", async () => {
    const { fullKey } = sandbox().credentials("free-tier");
    const address = firstOrg(sandbox(), "free-tier");
    const { id } = await publishProcess(sandbox(), fullKey, address, { voters: 20 });
    const denied = await call(sandbox(), fullKey, "DELETE", `${LIST}/${address}`);
    expect([denied.status, at(denied.body, "code")]).toEqual([409, 40161]);

    await call(sandbox(), fullKey, "PUT", `/processes/${id}/questions/status`, { status: "ended" });
    sandbox().advance(sandbox().settings().jobMs);
    expect((await call(sandbox(), fullKey, "DELETE", `${LIST}/${address}`)).status).toBe(200);
    expect(await usage("free-tier")).toMatchObject({ managedOrgs: 0, managedProcesses: 3 });
  });

  it("is possible once the end date has passed", async () => {
    const { fullKey } = sandbox().credentials("free-tier");
    const address = firstOrg(sandbox(), "free-tier");
    await publishProcess(sandbox(), fullKey, address, { voters: 5 });
    sandbox().advance(24 * 60 * 60 * 1000);
    expect((await call(sandbox(), fullKey, "DELETE", `${LIST}/${address}`)).status).toBe(200);
  });

  it.each([
    ["one that doesn't exist", `0x${"1".repeat(40)}`, 404, 40009],
    ["no address", "0x12", 400, 40010],
  ])("%s: %s", async (_what, address, status, code) => {
    const { fullKey } = sandbox().credentials("free-tier");
    const denied = await call(sandbox(), fullKey, "DELETE", `${LIST}/${address}`);
    expect([denied.status, at(denied.body, "code")]).toEqual([status, code]);
  });

  it("another integrator's is not found", async () => {
    const { fullKey } = sandbox().credentials("free-tier");
    const denied = await call(sandbox(), fullKey, "DELETE", `${LIST}/${firstOrg(sandbox(), "custom-plan")}`);
    expect([denied.status, at(denied.body, "code")]).toEqual([404, 40009]);
  });

  it("takes its drafts along", async () => {
    const { fullKey } = sandbox().credentials("free-tier");
    const address = firstOrg(sandbox(), "free-tier");
    const id = await createDraft(sandbox(), fullKey, address, { voters: 5 });
    await call(sandbox(), fullKey, "DELETE", `${LIST}/${address}`);
    expect((await call(sandbox(), fullKey, "GET", `/processes/${id}`)).status).toBe(404);
  });
});

describe("listing organizations", () => {
  it("shows ten on a page", async () => {
    const { fullKey } = sandbox().credentials("custom-plan");
    const { body } = await call(sandbox(), fullKey, "GET", LIST);
    expect(at(body, "organizations")).toHaveLength(10);
    expect(at(body, "pagination")).toEqual({
      totalItems: 12,
      previousPage: null,
      currentPage: 1,
      nextPage: 2,
      lastPage: 2,
    });
  });

  it("goes on to the last page", async () => {
    const { fullKey } = sandbox().credentials("custom-plan");
    const { body } = await call(sandbox(), fullKey, "GET", `${LIST}?page=3&limit=5`);
    expect(at(body, "organizations")).toHaveLength(2);
    expect(at(body, "pagination")).toMatchObject({ previousPage: 2, nextPage: null });
  });

  it.each(["page=3", "page=0", "page=x"])("refuses ?%s", async (query) => {
    const { fullKey } = sandbox().credentials("custom-plan");
    const denied = await call(sandbox(), fullKey, "GET", `${LIST}?${query}`);
    expect([denied.status, at(denied.body, "code")]).toEqual([400, 40010]);
  });
});

describe("reading an organization", () => {
  it("needs no credential, nor the case it was written in", async () => {
    const address = firstOrg(sandbox(), "free-tier");
    const shouted = `0x${address.slice(2).toUpperCase()}`;
    const { body } = await call(sandbox(), null, "GET", `/organizations/${shouted}`);
    expect(body).toMatchObject({ address, counters: { sentVotes: 134, sentSMS: 12, sentEmails: 87 } });
    expect(at(body, "createdAt")).toBe(new Date(START).toISOString().replace(".000", ""));
  });

  it("answers 400 for an unknown one", async () => {
    const denied = await call(sandbox(), null, "GET", `/organizations/0x${"1".repeat(40)}`);
    expect([denied.status, at(denied.body, "code")]).toEqual([400, 40011]);
  });
});
