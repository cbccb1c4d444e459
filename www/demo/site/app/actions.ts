import type { Decision, Verdict, VocdoniActions } from "../../../lib/types.js";
import { badge, type Tone } from "./badge.js";
import { find, make, update } from "./element.js";
import type { VotesQuota } from "./votes.js";

type Action = keyof VocdoniActions;

const NAMES: Readonly<Record<Action, string>> = {
  createManagedOrg: "Create an organization",
  publishProcess: "Publish a vote",
  relayVotes: "Cast votes",
  sendEmailOtp: "Send codes by e-mail",
  sendSmsOtp: "Send codes by SMS",
};

const VERDICTS: Readonly<Record<Verdict, readonly [tone: Tone, text: string]>> = {
  allow: ["good", "Open"],
  deny: ["bad", "Blocked"],
  pending: ["quiet", "Asking…"],
  unknown: ["quiet", "Not known"],
};

/** What blocks each action, and the way out. */
export function actionList(quota: VotesQuota): void {
  const list = find("actions", HTMLUListElement);
  const names = Object.keys(NAMES) as Action[];
  const show = (decide: (action: Action) => Decision | null) =>
    update(
      list,
      names.map((action) => row(action, decide(action))),
    );
  show(() => null);
  quota.subscribe((gate) => show((action) => gate?.check(action) ?? null));
}

function row(action: Action, decision: Decision | null): HTMLLIElement {
  const name = make("strong", { textContent: NAMES[action] });
  const element = make("li", {}, make("div", { className: "card-head" }, name, verdict(decision)));
  element.dataset["action"] = action;
  element.append(make("p", { className: "why" }, decision?.message ?? "\u00a0", ...wayOut(decision)));
  return element;
}

function verdict(decision: Decision | null): HTMLElement {
  if (decision === null) return badge("quiet", "Not known");
  if (decision.wouldDeny && decision.verdict === "allow") return badge("warn", "Open here only");
  const [tone, text] = VERDICTS[decision.verdict];
  return badge(decision.verdict === "allow" && decision.warnings.length > 0 ? "warn" : tone, text);
}

function wayOut(decision: Decision | null): (Node | string)[] {
  const href = decision?.remedy?.href;
  if (!href) return [];
  return [" ", make("a", { href, textContent: "Open the dashboard" })];
}
