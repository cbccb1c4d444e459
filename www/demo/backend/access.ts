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

/** Each client's key and secret open a session, which lasts for an hour and is shared by all requests. */
function didomiAccess(stage: Stage): Access {
  const { url, didomi } = stage.sandbox;
  const sessions = new Map<string, Promise<string>>();

  function open(client: typeof stage.client): Promise<string> {
    const session = openSession(url, didomi.credentials(client));
    sessions.set(client, session);
    session.catch(() => sessions.delete(client));
    return session;
  }

  return {
    url,
    credential: () => sessions.get(stage.client) ?? open(stage.client),
    async renewed(refused) {
      const { client } = stage;
      const current = await sessions.get(client);
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
