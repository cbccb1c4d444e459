/** The README's example, as it stands there: copied out, run, and looked at. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { freePort } from "../../scripts/lib/port.mjs";
import { type Sandbox, startSandbox } from "../../www/sandbox/index.js";
import { test as base, expect } from "./support/console";

const root = path.resolve(import.meta.dirname, "../..");
const folder = path.join(root, "build/test/readme");

type Serve = (env?: NodeJS.ProcessEnv) => Promise<string>;

const test = base.extend<{ sandbox: Sandbox; serve: Serve }>({
  sandbox: async ({ afterwards }, use) => {
    const sandbox = await startSandbox();
    afterwards(() => sandbox.close());
    await use(sandbox);
  },
  serve: async ({ page, sandbox, afterwards }, use) => {
    await page.route("**/favicon.ico", (route) => route.fulfill({ status: 204 }));
    const VOCDONI_KEY = sandbox.credentials("free-tier").quotaKey;
    await use(async (env = {}) => {
      const PORT = String(await freePort());
      const server = spawn("node", ["server.js"], {
        cwd: folder,
        stdio: "inherit",
        // Vite's build, of another test in this process, leaves it at "production".
        env: { ...process.env, NODE_ENV: "development", PORT, VOCDONI_URL: sandbox.url, VOCDONI_KEY, ...env },
      });
      afterwards(async () => {
        const ended = once(server, "exit");
        if (server.kill()) await ended;
      });
      const url = `http://127.0.0.1:${PORT}/`;
      await expect(async () => expect((await fetch(url)).ok).toBe(true)).toPass();
      return url;
    });
  },
});

/** The fenced blocks that follow `<!-- example: file -->`. */
const examples = async (): Promise<Map<string, string>> => {
  const readme = await readFile(path.join(root, "README.md"), "utf8");
  const blocks = readme.matchAll(/<!-- example: (\S+) -->\n```\w+\n([\s\S]*?)```/g);
  return new Map(Array.from(blocks, ([, file = "", text = ""]) => [file, text]));
};

test.beforeAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await mkdir(path.join(folder, "public"), { recursive: true });
  await mkdir(path.join(folder, "node_modules"), { recursive: true });
  await symlink(root, path.join(folder, "node_modules/quota-gate"));
  await writeFile(path.join(folder, "package.json"), `{ "private": true, "type": "module" }`);
  for (const [file, text] of await examples()) await writeFile(path.join(folder, file), text);
});

test("the example has its three files, and a server of 20 lines", async () => {
  const files = await examples();
  expect([...files.keys()]).toEqual(["public/index.html", "public/gate.js", "server.js"]);
  expect(files.get("server.js")?.trim().split("\n").length).toBeLessThanOrEqual(20);
});

test("at the limit its button is closed, with the reason", async ({ page, serve }) => {
  const url = await serve();
  await page.goto(url);
  const button = page.getByRole("button", { name: "Create organization" });
  await expect(button).toHaveAccessibleDescription(
    "This can't be created right now. Please contact support.",
  );
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await page.getByLabel("Name").fill("Choir");
  await page.keyboard.press("Enter");
  await button.click({ force: true });
  await expect(page).toHaveURL(url);
});

test("with room it is open", async ({ page, sandbox, serve }) => {
  sandbox.setLimits("free-tier", { maxManagedOrgs: 2 });
  await page.goto(await serve());
  const button = page.getByRole("button", { name: "Create organization" });
  await expect(button).toHaveAttribute("data-quota-verdict", "allow");
  await expect(button).not.toHaveAttribute("aria-disabled");
});

test("visitors share an answer, and see neither key nor contract", async ({ page, sandbox, serve }) => {
  const bodies: string[] = [];
  page.on("response", async (response) => bodies.push(await response.text().catch(() => "")));
  const url = await serve();
  for (let visits = 0; visits < 3; visits++) {
    await page.goto(url);
    await expect(page.getByRole("button")).toHaveAttribute("data-quota-verdict", /allow|deny/);
  }
  expect(bodies.join()).not.toContain(sandbox.credentials("free-tier").quotaKey);
  const { limits } = (await (await fetch(`${url}api/quota`)).json()) as { limits: Record<string, number> };
  expect(limits["maxEmails"], "what is left of 500").toBe(413);
  expect(sandbox.requests()).toHaveLength(1);
});

test("until its author has said who may ask, nobody may in production", async ({ serve }) => {
  const url = await serve({ NODE_ENV: "production" });
  expect((await fetch(`${url}api/quota`)).status).toBe(401);
});

test("a platform that is gone is a 502", async ({ sandbox, serve }) => {
  sandbox.addFault({ fault: { kind: "close" } });
  const url = await serve();
  expect((await fetch(`${url}api/quota`)).status).toBe(502);
});
