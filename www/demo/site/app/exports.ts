import { call } from "./api.js";
import { BatchExports, nameOf } from "./batch-exports.js";
import { type ExportsGate, exportsQuota } from "./didomi.js";
import { find } from "./element.js";
import { sendByScript } from "./form.js";
import { meters, type Room } from "./meters.js";
import { offer } from "./selects.js";
import { stage } from "./stage.js";
import { stateLine } from "./state-line.js";
import { forCustomer as explain } from "./wording.js";

const quota = exportsQuota();
const config = find("config", HTMLSelectElement);

const exports = new BatchExports(quota, (all) => {
  const choices = all?.map((each) => ({ value: each.id, text: nameOf(each) })) ?? null;
  offer(config, choices, "Create an export first");
  showMeters();
});
const showMeters = meters(quota, rooms);
config.addEventListener("change", showMeters);

/** The second counts within the chosen export by itself. */
function rooms(gate: ExportsGate | null): Room[] {
  const { value, selectedOptions } = config;
  const [scope, of] = value === "" ? [undefined, "an export"] : [value, selectedOptions[0]?.text];
  return [
    {
      key: "exportConfigs",
      name: "Enabled exports",
      headroom: gate?.headroom("exportConfigs") ?? null,
      shows: "left",
    },
    {
      key: "exportDestinations",
      name: `Destinations of ${of}`,
      headroom: gate?.headroom("exportDestinations", scope) ?? null,
      shows: "usage",
    },
  ];
}

function refresh(): Promise<unknown> {
  return Promise.all([exports.load(), quota.refresh()]);
}

sendByScript(find("create", HTMLFormElement), {
  explain,
  working: "Creating…",
  async act({ data }) {
    const body = { type: data.get("type") };
    await quota.run("enableExportConfig", {}, () => call("POST", "/api/exports", body));
    return "The export is created and enabled.";
  },
  after: refresh,
});

sendByScript(find("attach", HTMLFormElement), {
  explain,
  working: "Attaching…",
  async act({ data }) {
    const configId = String(data.get("config"));
    const name = String(data.get("name"));
    const attach = () => call("POST", `/api/exports/${configId}/destinations`, { name });
    await quota.run("attachExportDestination", { configId }, attach);
    find("destination", HTMLInputElement).value = "";
    return `“${name}” is attached.`;
  },
  after: refresh,
});

stateLine(quota);
find("refresh", HTMLButtonElement).addEventListener("click", () => void exports.load());
stage({
  account() {
    void quota.open();
    void exports.load();
  },
  platform: () => void quota.refresh(),
});
void quota.open();
void exports.load();
