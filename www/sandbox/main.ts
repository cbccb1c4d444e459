import { startSandbox } from "./index";

const DEFAULT_PORT = 4180;

const sandbox = await startSandbox({ port: Number(process.env["SANDBOX_PORT"] ?? DEFAULT_PORT) });

console.log(
  "A development tool: it stands in for the Vocdoni platform, for Didomi and for a cloud that is made up. So are all accounts and credentials.",
);
console.log(
  `Listening on ${sandbox.url} (this machine only). Control API: ${sandbox.url}/_sandbox/accounts\n`,
);
console.log(`Vocdoni, at ${sandbox.url}\n`);
for (const { name, title, credentials } of sandbox.accounts()) {
  console.log(`${name}: ${title}`);
  console.log(`  admin JWT       ${credentials.sessions.admin}`);
  console.log(`  quota:read key  ${credentials.quotaKey}`);
  console.log(`  full key        ${credentials.fullKey}\n`);
}

console.log(
  `Didomi, at ${sandbox.url}/v1: a token is what a session with key and secret gives, for an hour\n`,
);
for (const { name, key, secret, organizations } of sandbox.didomi.keys()) {
  const titles = organizations.map((organization) => sandbox.didomi.organization(organization).title);
  console.log(`${name}: ${name === "agency" ? organizations.join(", ") : titles.join()}`);
  console.log(`  key     ${key}`);
  console.log(`  secret  ${secret}\n`);
}

console.log(`A cloud, at ${sandbox.url}/cloud\n`);
console.log(`${sandbox.cloud.state().tenant}: one instance left, floating IPs without a limit`);
console.log(`  token   ${sandbox.cloud.token()}`);
