import { startSandbox } from "./index";

const DEFAULT_PORT = 4180;

const sandbox = await startSandbox({ port: Number(process.env["SANDBOX_PORT"] ?? DEFAULT_PORT) });

console.log(
  "A development tool: it stands in for the Vocdoni platform, with made-up accounts and credentials.",
);
console.log(
  `Listening on ${sandbox.url} (this machine only). Control API: ${sandbox.url}/_sandbox/accounts\n`,
);
for (const { name, title, credentials } of sandbox.accounts()) {
  console.log(`${name}: ${title}`);
  console.log(`  admin JWT       ${credentials.sessions.admin}`);
  console.log(`  quota:read key  ${credentials.quotaKey}`);
  console.log(`  full key        ${credentials.fullKey}\n`);
}
