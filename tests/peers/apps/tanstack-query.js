import { QueryClient, QueryObserver } from "@tanstack/query-core";

const client = new QueryClient();
client.mount();
const quota = new QueryObserver(client, {
  queryKey: ["quota"],
  queryFn: async () => (await fetch("/api/quota")).json(),
});

export const start = (heard) => quota.subscribe(heard);
export const check = () => {
  const { data } = quota.getCurrentResult();
  return data ? data.usage.managedOrgs < data.limits.maxManagedOrgs : undefined;
};
