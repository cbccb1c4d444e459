import { AbilityBuilder, createMongoAbility } from "@casl/ability";
import useSWR from "swr";

const ask = async (address) => {
  const { limits, usage } = await (await fetch(address)).json();
  const { can, build } = new AbilityBuilder(createMongoAbility);
  if (usage.managedOrgs < limits.maxManagedOrgs) can("create", "ManagedOrg");
  return build();
};

export const useCheck = () => useSWR("/api/quota", ask).data?.can("create", "ManagedOrg");
