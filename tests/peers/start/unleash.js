import { UnleashClient } from "unleash-proxy-client";

const button = document.querySelector("button");
const unleash = new UnleashClient({
  url: `${location.origin}/api/frontend`,
  clientKey: "page",
  appName: "page",
});
const show = () => {
  // Nothing was kept: what it says now is no answer.
  if (unleash.getAllToggles().length === 0) return;
  const allowed = unleash.isEnabled("create-managed-org");
  button.disabled = !allowed;
  button.dataset.quotaVerdict = allowed ? "allow" : "deny";
};
unleash.on("initialized", show);
unleash.on("ready", show);
unleash.on("update", show);
await unleash.start();
performance.mark("ready");
