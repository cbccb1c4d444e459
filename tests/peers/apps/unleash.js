import { UnleashClient } from "unleash-proxy-client";

const unleash = new UnleashClient({ url: "/api/frontend", clientKey: "key", appName: "app" });

export const start = () => unleash.start();
export const check = () => unleash.isEnabled("create-managed-org");
