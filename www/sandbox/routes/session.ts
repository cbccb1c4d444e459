import { ApiError } from "../errors";
import { text } from "../json";
import { json, type Reply } from "../reply";
import type { Route } from "../route";

const login: Route = {
  method: "POST",
  path: "/auth/login",
  basis: "from the source",
  access: "public",
  handle({ platform, body }) {
    const request = body();
    const user = platform.credentials.userOf(text(request, "email"), text(request, "password"));
    if (user === null) throw new ApiError("invalidLogin");
    if (user.role === "unverified") throw new ApiError("userNotVerified");
    return opened(platform.credentials.openSession(user.account, user.role, platform.now()));
  },
};

const refresh: Route = {
  method: "POST",
  path: "/auth/refresh",
  basis: "from the source",
  access: "session",
  handle({ platform, caller }) {
    const { account, role } = caller;
    return opened(platform.credentials.openSession(account.name, role, platform.now()));
  },
};

const addresses: Route = {
  method: "GET",
  path: "/auth/addresses",
  basis: "from the source",
  access: "session",
  handle({ caller: { account } }) {
    return json({ addresses: [account.address, ...account.organizations.keys()] });
  },
};

/** `expirity` is the platform's spelling. */
function opened({ token, expiresAt }: { token: string; expiresAt: number }): Reply {
  return json({ token, expirity: new Date(expiresAt).toISOString() });
}

export const sessionRoutes: readonly Route[] = [login, refresh, addresses];
