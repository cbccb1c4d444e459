import { expect, it } from "vitest";
import { at, call, firstOrg, publishProcess, useSandbox } from "./support";

const sandbox = useSandbox();

it("tells everyone the chain that votes are signed for", async () => {
  const { body } = await call(sandbox(), null, "GET", "/info");
  expect(body).toEqual({
    version: expect.any(String),
    goVersion: expect.any(String),
    chainId: expect.any(String),
  });
  const { fullKey } = sandbox().credentials("free-tier");
  const { id } = await publishProcess(sandbox(), fullKey, firstOrg(sandbox(), "free-tier"), { voters: 5 });
  const process = await call(sandbox(), null, "GET", `/processes/${id}`);
  expect(at(process.body, "chainId")).toBe(at(body, "chainId"));
});

it("tells a session its organizations' addresses, and no key", async () => {
  const { sessions, fullKey } = sandbox().credentials("free-tier");
  const { address, organizations } = sandbox().account("free-tier");
  const mine = await call(sandbox(), sessions.admin, "GET", "/auth/addresses");
  expect(mine).toEqual({ status: 200, body: { addresses: [address, ...organizations] } });
  const denied = await call(sandbox(), fullKey, "GET", "/auth/addresses");
  expect([denied.status, at(denied.body, "code")]).toEqual([403, 40157]);
});
