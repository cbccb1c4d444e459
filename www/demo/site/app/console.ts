import { actionList } from "./actions.js";
import { find } from "./element.js";
import { meters } from "./meters.js";
import { Organizations } from "./organizations.js";
import { Quota } from "./quota.js";
import { stage } from "./stage.js";
import { stateLine } from "./state-line.js";
import { forOperator as explain } from "./wording.js";

const quota = new Quota({ audience: "operator" });
const organizations = new Organizations({
  explain,
  empty: "None. Every slot is free.",
  deleted: () => quota.refresh(),
});

meters(quota);
actionList(quota);
stateLine(quota);
find("refresh", HTMLButtonElement).addEventListener("click", () => void organizations.load());
stage({
  account: () => {
    void quota.open();
    void organizations.load();
  },
  weather: () => void quota.refresh(),
});
void quota.open();
void organizations.load();
