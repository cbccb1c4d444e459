import { GrowthBook } from "@growthbook/growthbook";

const button = document.querySelector("button");
const growthbook = new GrowthBook({ apiHost: location.origin, clientKey: "page" });
const show = () => {
  const allowed = growthbook.isOn("create-managed-org");
  button.disabled = !allowed;
  button.dataset.quotaVerdict = allowed ? "allow" : "deny";
};
growthbook.setRenderer(show);
await growthbook.init();
performance.mark("ready");
show();
