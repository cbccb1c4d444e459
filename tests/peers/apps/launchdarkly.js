import { initialize } from "launchdarkly-js-client-sdk";

const client = initialize("id", { key: "user" }, { bootstrap: "localStorage" });

export const start = () => client.waitForInitialization(5);
export const check = () => client.variation("create-managed-org", false);
