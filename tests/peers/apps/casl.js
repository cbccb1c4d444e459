import { AbilityBuilder, createMongoAbility } from "@casl/ability";

const ability = createMongoAbility();

export const take = ({ limits, usage }) => {
  const { can, rules } = new AbilityBuilder(createMongoAbility);
  if (usage.managedOrgs < limits.maxManagedOrgs) can("create", "ManagedOrg");
  ability.update(rules);
};
export const check = () => ability.can("create", "ManagedOrg");
