import useSWR from "swr";

const ask = async (address) => (await fetch(address)).json();

export const useCheck = () => {
  const { data } = useSWR("/api/quota", ask);
  return data ? data.usage.managedOrgs < data.limits.maxManagedOrgs : undefined;
};
