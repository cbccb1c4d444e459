import type { Account } from "../../account.js";

const KEPT = "quota";
const button = document.querySelector("button");

/** What an application writes itself, for this one question. */
const show = ({ enabled, limits, usage }: Account): void => {
  const allowed = enabled && (limits.maxManagedOrgs === 0 || usage.managedOrgs < limits.maxManagedOrgs);
  button?.toggleAttribute("disabled", !allowed);
  button?.setAttribute("data-quota-verdict", allowed ? "allow" : "deny");
};

const kept = localStorage.getItem(KEPT);
if (kept) show(JSON.parse(kept));
const answer: Account = await (await fetch("/api/quota")).json();
show(answer);
localStorage.setItem(KEPT, JSON.stringify(answer));
