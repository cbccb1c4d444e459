/** The README's example, as it stands there: copied out, run, and looked at. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { freePort } from "../../scripts/lib/port.mjs";
import { type Sandbox, startSandbox } from "../../www/sandbox/index.js";
import { expect, test } from "./support/console";

const root = path.resolve(import.meta.dirname, "../..");
const folder = path.join(root, "build/test/readme");

let sandbox: Sandbox;
let server: ChildProcess;
let url: string;

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
  sandbox = await startSandbox();
  const port = await freePort();
  url = `http://127.0.0.1:${port}/`;
  server = spawn("node", ["server.js"], {
    cwd: folder,
    stdio: "inherit",
    env: {
      ...process.env,
      PORT: String(port),
      VOCDONI_URL: sandbox.url,
      VOCDONI_KEY: sandbox.credentials("free-tier").quotaKey,
    },
  });
  await expect(async () => expect((await fetch(url)).ok).toBe(true)).toPass();
});

test.afterAll(async () => {
  const ended = once(server, "exit");
  server.kill();
  await ended;
  await sandbox.close();
});

test.beforeEach(({ page }) => page.route("**/favicon.ico", (route) => route.fulfill({ status: 204 })));

test("the example has its three files, and a route of 15 lines", async () => {
  const files = await examples();
  expect([...files.keys()]).toEqual(["public/index.html", "public/gate.js", "server.js"]);
  const route = /^app\.get\([\s\S]*?^\}\);$/m.exec(files.get("server.js") ?? "")?.[0] ?? "";
  expect(route.split("\n").length).toBeLessThanOrEqual(15);
  expect(route).toContain("/integrator");
});

test("at the limit its button is closed, with the reason; with room it opens", async ({ page }) => {
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

  sandbox.setLimits("free-tier", { maxManagedOrgs: 2 });
  await page.reload();
  await expect(button).toHaveAttribute("data-quota-verdict", "allow");
  await expect(button).not.toHaveAttribute("aria-disabled");
});

test("the key stays on the server, and a platform that is gone is a 502", async ({ page }) => {
  const bodies: string[] = [];
  page.on("response", async (response) => bodies.push(await response.text().catch(() => "")));
  await page.goto(url);
  await expect(page.getByRole("button")).toHaveAttribute("data-quota-verdict", /allow|deny/);
  expect(bodies.join()).not.toContain("vsk_fa4e");
  sandbox.addFault({ fault: { kind: "close" }, times: 1 });
  expect((await fetch(`${url}api/quota`)).status).toBe(502);
});
