import { actionList } from "./actions.js";
import { aheadOf } from "./ahead.js";
import { Course, fromThePast } from "./course.js";
import { find } from "./element.js";
import { meters, roomsOf } from "./meters.js";
import { Organizations } from "./organizations.js";
import { stage } from "./stage.js";
import { stateLine } from "./state-line.js";
import { votesQuota } from "./votes.js";
import { forOperator as explain } from "./wording.js";

const LIMITS = [
  ["managedOrgs", "Organizations"],
  ["managedProcesses", "Voting processes"],
  ["votes", "Votes"],
  ["emails", "E-mail codes"],
  ["sms", "SMS codes"],
] as const;

const quota = votesQuota("/api/console/quota", { audience: "operator" }, fromThePast);
const organizations = new Organizations({
  explain,
  empty: "None. Every slot is free.",
  deleted: () => quota.refresh(),
});

const named = roomsOf(LIMITS);
meters(quota, (gate) => named(gate).map((room) => ({ ...room, ahead: aheadOf(room.headroom) })));
new Course(quota, LIMITS);
actionList(quota);
stateLine(quota);
find("refresh", HTMLButtonElement).addEventListener("click", () => void organizations.load());
stage({
  account: () => {
    void quota.open();
    void organizations.load();
  },
  platform: () => void quota.refresh(),
});
void quota.open();
void organizations.load();
