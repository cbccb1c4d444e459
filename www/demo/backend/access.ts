import { type Access, answerOf, jsonOf, Refused, succeeded } from "./platform";
import type { Stage } from "./stage";

/** What the company signs its requests to each platform with. Keys and secrets are the back end's alone. */
export function accessOf(stage: Stage): Readonly<Record<"vocdoni" | "didomi" | "cloud", Access>> {
  const { sandbox } = stage;
  const { url } = sandbox;
  return {
    vocdoni: { url, credential: () => stage.credential },
    didomi: didomiAccess(stage),
    cloud: { url, credential: () => sandbox.cloud.token() },
  };
}

/** As long as a session is used: it lasts for an hour. */
const FRESH_MS = 55 * 60 * 1_000;

/** Each client's key and secret open a session, which is shared by all requests until shortly before it ends. */
function didomiAccess(stage: Stage): Access {
  const { sandbox } = stage;
  const { url, didomi } = sandbox;
  const sessions = new Map<string, { readonly token: Promise<string>; readonly until: number }>();

  function open(client: typeof stage.client): Promise<string> {
    const token = openSession(url, didomi.credentials(client));
    sessions.set(client, { token, until: sandbox.now() + FRESH_MS });
    token.catch(() => sessions.delete(client));
    return token;
  }

  function fresh(client: typeof stage.client): Promise<string> {
    const session = sessions.get(client);
    return session && sandbox.now() < session.until ? session.token : open(client);
  }

  return {
    url,
    credential: () => fresh(stage.client),
    async renewed(refused) {
      const { client } = stage;
      const current = await sessions.get(client)?.token;
      // Another request may have renewed it meanwhile.
      return current === undefined || current === refused ? open(client) : current;
    },
  };
}

async function openSession(url: string, { key, secret }: { key: string; secret: string }): Promise<string> {
  const response = await fetch(`${url}/v1/sessions`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ type: "api-key", key, secret }),
    redirect: "error",
    signal: AbortSignal.timeout(10_000),
  });
  const answer = await answerOf(response);
  if (!succeeded(answer)) throw new Refused(answer);
  return String(jsonOf(answer)["access_token"]);
}
