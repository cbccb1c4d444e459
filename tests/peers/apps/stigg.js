import { Stigg } from "@stigg/js-client-sdk";

const stigg = Stigg.initialize({ apiKey: "key", customerId: "customer" });

export const start = () => stigg.waitForInitialization();
export const check = () =>
  stigg.getMeteredEntitlement({ featureId: "orgs", options: { requestedUsage: 1 } }).hasAccess;
