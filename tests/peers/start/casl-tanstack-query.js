import { AbilityBuilder, createMongoAbility } from "@casl/ability";
import { QueryClient, QueryObserver } from "@tanstack/query-core";

const KEPT = "quota";
const button = document.querySelector("button");
const ability = createMongoAbility();
ability.on("updated", () => {
  const allowed = ability.can("create", "ManagedOrg");
  button.disabled = !allowed;
  button.dataset.quotaVerdict = allowed ? "allow" : "deny";
});

/** The rules that an answer amounts to. */
const take = ({ enabled, limits, usage }) => {
  const { can, rules } = new AbilityBuilder(createMongoAbility);
  const fits = limits.maxManagedOrgs === 0 || usage.managedOrgs < limits.maxManagedOrgs;
  if (enabled && fits) can("create", "ManagedOrg");
  ability.update(rules);
};

const client = new QueryClient();
client.mount();
const kept = localStorage.getItem(KEPT);
const quota = new QueryObserver(client, {
  queryKey: ["quota"],
  queryFn: async () => {
    const answer = await (await fetch("/api/quota")).json();
    localStorage.setItem(KEPT, JSON.stringify(answer));
    return answer;
  },
  initialData: kept ? JSON.parse(kept) : undefined,
});
const heard = ({ data }) => data && take(data);
quota.subscribe(heard);
heard(quota.getCurrentResult());
