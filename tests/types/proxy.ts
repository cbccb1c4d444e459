/** What a back end does with the proxy: checked by `tsc`, never run. */
import { createQuotaProxy, type ProxyOptions, type QuotaProxy } from "quota-gate/proxy";

const options: ProxyOptions = {
  platform: "vocdoni",
  baseUrl: "https://saas.example",
  token: async () => "vsk_…",
  authorize: (request) => request.headers.has("Cookie"),
};

const proxy: QuotaProxy = createQuotaProxy(options);
export const handler: (request: Request) => Promise<Response> = proxy;
proxy.forget();

createQuotaProxy({ ...options, authorize: async () => new Response(null, { status: 403 }) });
createQuotaProxy({
  ...options,
  platform: "didomi",
  organizationId: "acme",
  reveal: "all",
  maxAge: 5_000,
  waitUntil: (task) => void task,
  onError: (error) => console.error(error),
});

// @ts-expect-error TS2741: who may ask has to be said
createQuotaProxy({ platform: "vocdoni", baseUrl: "https://saas.example", token: "vsk_…" });
// @ts-expect-error TS2322: a described platform isn't asked on a server
createQuotaProxy({ ...options, platform: "custom" });
// @ts-expect-error TS2322: a user is no answer
createQuotaProxy({ ...options, authorize: () => ({ user: 1 }) });
// @ts-expect-error TS2322: all or what is left
createQuotaProxy({ ...options, reveal: "some" });
// @ts-expect-error TS2353: no such option
createQuotaProxy({ ...options, ttl: 10 });
// @ts-expect-error TS2740: a standard request
proxy({ url: "/api/quota" });
