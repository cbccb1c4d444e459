import { createServer } from "node:http";
import express from "express";
import { type Listening, listen } from "../../www/loopback";
import { at, blocks, placeOf } from "../docs/documents";
import { expect, test } from "./support/console";

const PAGE = `<!doctype html><html lang="en"><title>policy</title>
<button data-quota-action="createManagedOrg">Create</button>
<script type="module" nonce="r4nd0m" src="/main.js"></script></html>`;
const MAIN = `
import { createGate, vocdoni } from "/dist/index.js";
const gate = await createGate(vocdoni({ baseUrl: "/api/quota", path: "" }));
gate.bind();
`;
const FULL = { enabled: true, limits: { maxManagedOrgs: 1 }, usage: { managedOrgs: 1 } };

const serve = (name: string, value: string): Promise<Listening> => {
  const app = express().use((_request, response, next) => {
    response.set(name, value);
    next();
  });
  app.get("/", (_request, response) => void response.type("html").send(PAGE));
  app.get("/main.js", (_request, response) => void response.type("text/javascript").send(MAIN));
  app.get("/api/quota", (_request, response) => void response.json(FULL));
  app.get("/favicon.ico", (_request, response) => void response.status(204).end());
  app.use("/dist", express.static(at("dist")));
  return listen(createServer(app), 0);
};

const policies = blocks().filter(({ kind }) => kind === "policy");

test("there are some", () => expect(policies.length).toBeGreaterThan(1));

for (const policy of policies) {
  test(`${placeOf(policy)} is enough`, async ({ page, afterwards }) => {
    const [, name = "", value = ""] = /^([\w-]+): (.+)\n$/.exec(policy.text) ?? [];
    const site = await serve(name, value);
    afterwards(site.close);
    await page.goto(site.url);
    await expect(page.getByRole("button")).toHaveAttribute("data-quota-verdict", "deny");
    await expect(page.getByRole("button")).toHaveAccessibleDescription(/contact support/);
  });
}
