import { AbilityBuilder, createMongoAbility } from "@casl/ability";
import { QueryClient, QueryObserver } from "@tanstack/query-core";

const ability = createMongoAbility();
const client = new QueryClient();
client.mount();
const quota = new QueryObserver(client, {
  queryKey: ["quota"],
  queryFn: async () => (await fetch("/api/quota")).json(),
});

export const start = (heard) =>
  quota.subscribe(({ data }) => {
    if (!data) return;
    const { can, rules } = new AbilityBuilder(createMongoAbility);
    if (data.usage.managedOrgs < data.limits.maxManagedOrgs) can("create", "ManagedOrg");
    ability.update(rules);
    heard();
  });
export const check = () => ability.can("create", "ManagedOrg");
