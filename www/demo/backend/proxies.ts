import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { ProxyOptions, QuotaProxy } from "../../lib/types/proxy";
import type { accessOf } from "./access";
import type { Sessions } from "./session";
import type { Stage } from "./stage";

type Create = (options: ProxyOptions) => QuotaProxy;
type View = (request: Request) => Promise<Response>;

/** As an application imports it, but for where it is. */
export async function packaged(dist: string): Promise<Create> {
  const { createQuotaProxy } = await import(pathToFileURL(resolve(dist, "proxy.js")).href);
  return createQuotaProxy;
}

/** What pages see of the company's quotas, each by a proxy of its own: for each account, and for customers and for staff. */
export class Proxies {
  /** For customers: what is left. */
  readonly votes: View;
  readonly exports: View;
  /** For staff: the contract's numbers. */
  readonly console: View;
  readonly #stage: Stage;
  /** Those of the account that is shown now. */
  readonly #current = new Map<() => QuotaProxy, QuotaProxy>();
  #since = 0;

  constructor(create: Create, stage: Stage, access: ReturnType<typeof accessOf>, sessions: Sessions) {
    this.#stage = stage;
    const votes = () =>
      ({ platform: "vocdoni", baseUrl: access.vocdoni.url, token: stage.readOnly }) as const;
    const customer = { authorize: sessions.authorize("customer"), onError: complain };
    this.votes = this.#view(() => create({ ...votes(), ...customer }));
    this.exports = this.#view(() => {
      const { url, credential } = access.didomi;
      const token = () => credential();
      const baseUrl = `${url}/v1`;
      return create({ platform: "didomi", baseUrl, token, organizationId: stage.client, ...customer });
    });
    const staff = { authorize: sessions.authorize("staff"), reveal: "all", onError: complain } as const;
    this.console = this.#view(() => create({ ...votes(), ...staff }));
  }

  /** Something was done, or may have been: nobody sees an answer from before. */
  forget(): void {
    for (const proxy of this.#current.values()) proxy.forget();
  }

  /** After each change of the stage it begins anew, as a server does that was just started. */
  #view(make: () => QuotaProxy): View {
    return (request) => {
      if (this.#since !== this.#stage.changes) this.#current.clear();
      this.#since = this.#stage.changes;
      const proxy = this.#current.get(make) ?? make();
      this.#current.set(make, proxy);
      return proxy(request);
    };
  }
}

/** What a platform does wrong here, its visitors broke. Anything else is a fault of ours. */
function complain(error: unknown): void {
  if (!(error instanceof Error && error.name === "QuotaError")) console.error(error);
}
