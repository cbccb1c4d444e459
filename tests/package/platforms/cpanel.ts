import { type CustomOptions, custom } from "quota-gate";

type Endpoint = Pick<CustomOptions<string, string>, "source">;

interface Usages {
  readonly result: { readonly status: number; readonly data: readonly { readonly id: string }[] };
}

/** UAPI's `GET /ResourceUsage/get_usages`: a failure is a 200 with status 0. */
export const cpanel = (endpoint: Endpoint) =>
  custom({
    ...endpoint,
    name: "cpanel",
    select: (body) => {
      const { status, data } = (body as Usages).result;
      return status === 1 ? Object.fromEntries(data.map((each) => [each.id, each])) : undefined;
    },
    resources: {
      disk: { limit: "/disk_usage/maximum", used: "/disk_usage/usage", unlimited: [null] },
      databases: { limit: "/mysql_databases/maximum", used: "/mysql_databases/usage", unlimited: [null] },
      mailboxes: { limit: "/email_accounts/maximum", used: "/email_accounts/usage", unlimited: [null] },
    },
    actions: { createDatabase: { databases: 1, disk: 1 }, createMailbox: { mailboxes: 1 } },
  });
