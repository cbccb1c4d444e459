import { call } from "./api.js";
import { availability } from "./availability.js";
import { find } from "./element.js";
import { sendByScript } from "./form.js";
import { Organizations } from "./organizations.js";
import { organizationOptions, VoteOptions } from "./selects.js";
import { stage } from "./stage.js";
import { votesQuota } from "./votes.js";
import { forCustomer as explain } from "./wording.js";

const quota = votesQuota("/api/quota", { audience: "customer" });
const votes = new VoteOptions();
const organizations = new Organizations({
  explain,
  empty: "None yet. Create the first one.",
  loaded: organizationOptions,
  deleted: async () => {
    await Promise.all([quota.refresh(), votes.load()]);
  },
});

const create = find("create", HTMLFormElement);
sendByScript(create, {
  explain,
  working: "Creating…",
  async act({ data }) {
    const name = String(data.get("name"));
    const body = { name, type: data.get("type") };
    await quota.run("createManagedOrg", {}, () => call("POST", "/api/organizations", body));
    find("name", HTMLInputElement).value = "";
    return `${name} is ready.`;
  },
  after: () => Promise.all([quota.refresh(), organizations.load()]),
});

sendByScript(find("publish", HTMLFormElement), {
  explain,
  working: "Publishing…",
  async act({ data }) {
    const title = String(data.get("title"));
    const needs = {
      voters: Number(data.get("voters")),
      questions: Number(data.get("questions")),
      emailOtp: data.has("emailOtp"),
      smsOtp: data.has("smsOtp"),
    };
    const body = { organization: data.get("organization"), title, ...needs };
    await quota.run("publishProcess", needs, () => call("POST", "/api/processes", body));
    find("title", HTMLInputElement).value = "";
    return `“${title}” is published.`;
  },
  after: () => Promise.all([quota.refresh(), votes.load()]),
});

sendByScript(find("codes", HTMLFormElement), {
  explain,
  working: "Sending…",
  async act({ data }) {
    const channel = data.get("channel");
    const count = Number(data.get("count"));
    await call("POST", "/api/otp", { process: data.get("process"), channel, count });
    return `${count} ${count === 1 ? "code" : "codes"} sent by ${channel === "sms" ? "SMS" : "e-mail"}.`;
  },
  after: () => quota.refresh(),
});

sendByScript(find("ballots", HTMLFormElement), {
  explain,
  working: "Working on it…",
  async act({ data }) {
    const process = data.get("process");
    if (data.has("end")) {
      await call("POST", `/api/processes/${process}/end`);
      return "The vote has ended.";
    }
    const count = Number(data.get("count"));
    await call("POST", "/api/votes", { process, count });
    return `${count} ${count === 1 ? "vote" : "votes"} cast.`;
  },
  after: () => Promise.all([quota.refresh(), votes.load()]),
});

function load(): void {
  void organizations.load();
  void votes.load();
}

availability(quota);
stage({
  account: () => {
    void quota.open();
    load();
  },
  platform: () => void quota.refresh(),
});
void quota.open();
load();
