import type { AccountName, DidomiOrganizationName, Sandbox } from "../../sandbox/index";

/** Whose accounts. */
export interface Holders {
  readonly account: AccountName;
  readonly client: DidomiOrganizationName;
}

/** Takes it back. */
type Undo = () => void;
type Turn = (sandbox: Sandbox, holders: Holders) => Undo;

/** What may happen to an account behind the company's back: on each platform the same, as far as it has it. */
export const TURNS = {
  /** Whatever slots were left. */
  taken: all(takeOrganizations, takeExports, takeServers),
  lowered: limits((used) => Math.max(1, Math.floor(used * 0.75))),
  raised: limits((_used, limit) => limit * 2),
  off: all(
    (sandbox, { account }) => {
      const { enabled } = sandbox.account(account);
      sandbox.change(account, { enabled: false });
      return () => sandbox.change(account, { enabled });
    },
    ({ didomi }, { client }) => {
      const { batch_exports } = didomi.organization(client).premium;
      didomi.change(client, { premium: { batch_exports: false } });
      return () => didomi.change(client, { premium: { batch_exports } });
    },
    // This platform has no such switch: no limit leaves room.
    cloudLimits(() => 0),
  ),
} as const satisfies Readonly<Record<string, Turn>>;

function all(...turns: readonly Turn[]): Turn {
  return (sandbox, holders) => {
    const undos = turns.map((turn) => turn(sandbox, holders));
    return () => {
      for (const undo of undos) undo();
    };
  };
}

function takeOrganizations(sandbox: Sandbox, { account }: Holders): Undo {
  const { limits, usage } = sandbox.account(account);
  const organizations = Math.max(0, limits.maxManagedOrgs - usage.managedOrgs);
  const processes = Math.max(0, limits.maxManagedProcesses - usage.managedProcesses);
  const add = (sign: 1 | -1) => {
    const { managedOrgs, managedProcesses } = sandbox.account(account).usage;
    sandbox.setUsage(account, {
      managedOrgs: managedOrgs + sign * organizations,
      managedProcesses: managedProcesses + sign * processes,
    });
  };
  add(1);
  return () => add(-1);
}

function takeExports({ didomi }: Sandbox, { client }: Holders): Undo {
  const { record, limits, enabledExports } = didomi.organization(client);
  const limit = (record ? limits["exports_configs"] : undefined) ?? 3;
  const taken = Array.from({ length: Math.max(0, limit - enabledExports) }, () =>
    didomi.addIntegration(client, { typeId: "batch-exports-s3" }),
  );
  return () => {
    for (const { id } of taken) didomi.setEnabled(client, id, false);
  };
}

function takeServers({ cloud }: Sandbox): Undo {
  const { in_use, limit, reserved } = cloud.state().quotas.instances;
  const left = Math.max(0, limit - in_use - reserved);
  const add = (sign: 1 | -1) =>
    cloud.setUsage({ instances: cloud.state().quotas.instances.in_use + sign * left });
  add(1);
  return () => add(-1);
}

type Change = (used: number, limit: number) => number;

/** Limits of other sizes, on all platforms; what is unlimited stays so. */
function limits(change: Change): Turn {
  return all(
    (sandbox, { account }) => {
      const { limits, usage } = sandbox.account(account);
      const changed = (used: number, limit: number) => (limit > 0 ? change(used, limit) : limit);
      sandbox.setLimits(account, {
        maxManagedOrgs: changed(usage.managedOrgs, limits.maxManagedOrgs),
        maxManagedProcesses: changed(usage.managedProcesses, limits.maxManagedProcesses),
        maxVotes: changed(usage.sentVotes, limits.maxVotes),
        maxSMS: changed(usage.sentSMS, limits.maxSMS),
        maxEmails: changed(usage.sentEmails, limits.maxEmails),
      });
      return () => sandbox.setLimits(account, limits);
    },
    ({ didomi }, { client }) => {
      const { limits, enabledExports } = didomi.organization(client);
      const { exports_configs } = limits;
      const limit = change(enabledExports, exports_configs ?? 3);
      didomi.change(client, { limits: { exports_configs: limit } });
      return () => didomi.change(client, { limits: { exports_configs } });
    },
    cloudLimits(change),
  );
}

function cloudLimits(change: Change): Turn {
  return ({ cloud }) => {
    const { instances, cores, floating_ips } = cloud.state().quotas;
    cloud.setLimits({
      instances: change(instances.in_use, instances.limit),
      cores: change(cores.in_use, cores.limit),
    });
    const before = { instances: instances.limit, cores: cores.limit, floating_ips: floating_ips.limit };
    return () => cloud.setLimits(before);
  };
}
