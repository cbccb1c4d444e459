import { integratorOf, requireAdmin } from "../access";
import { mixedCase, parseAddress } from "../address";
import { ApiError } from "../errors";
import { text } from "../json";
import { noCounters, organizationInfo, readProfile } from "../organization";
import { paginate } from "../page";
import { isActive } from "../process";
import { orgRefusal } from "../quota";
import { json } from "../reply";
import type { Route } from "../route";

const info: Route = {
  method: "GET",
  path: "/integrator",
  basis: "recorded",
  access: "quota:read",
  handle({ caller }) {
    const account = integratorOf(caller);
    const { managedOrgs, managedProcesses, sentVotes, sentSMS, sentEmails } = account.usage;
    if (!account.isIntegrator) {
      // Sums aren't computed for an organization that isn't an integrator (organizations_managed.go:311-352).
      const usage = { managedOrgs, managedProcesses, sentVotes: 0, sentSMS: 0, sentEmails: 0 };
      return json({ enabled: false, usage });
    }
    const { maxManagedOrgs, maxManagedProcesses, maxVotes, maxSMS, maxEmails } = account.limits;
    return json({
      enabled: true,
      limits: { maxManagedOrgs, maxManagedProcesses, maxVotes, maxSMS, maxEmails },
      usage: { managedOrgs, managedProcesses, sentVotes, sentSMS, sentEmails },
    });
  },
};

const list: Route = {
  method: "GET",
  path: "/integrator/organizations",
  basis: "from the source",
  access: "managed:read",
  handle({ caller, query }) {
    const { pagination, items } = paginate([...integratorOf(caller).organizations.values()], query);
    return json({ pagination, organizations: items.map(organizationInfo) });
  },
};

const create: Route = {
  method: "POST",
  path: "/integrator/organizations",
  basis: "recorded",
  access: "managed:write",
  handle({ platform, caller, body }) {
    const account = integratorOf(caller);
    requireAdmin(caller, "integrator organization");
    if (!account.isIntegrator) throw new ApiError("notAnIntegrator");
    // The quota is checked before the body is read (organizations_managed.go:108).
    const refusal = account.enforced ? orgRefusal(account.limits, account.usage) : null;
    if (refusal !== null) throw refusal;
    const request = body();
    const profile = readProfile(request);
    if (text(request, "ownerEmail") !== "") {
      throw new ApiError("malformedBody", "owner email does not correspond to an existing user");
    }
    const address = `0x${platform.ids.next("organization", 40)}`;
    const org = {
      address,
      createdAt: platform.now(),
      managedBy: account.address,
      profile,
      counters: noCounters(),
    };
    account.managedOrgs += 1;
    account.organizations.set(address, org);
    return json(organizationInfo(org));
  },
};

const remove: Route = {
  method: "DELETE",
  path: "/integrator/organizations/:orgAddress",
  basis: "from the source",
  access: "managed:write",
  handle({ platform, caller, param }) {
    const account = integratorOf(caller);
    requireAdmin(caller, "integrator organization");
    const address = parseAddress(param("orgAddress"));
    if (address === null) throw new ApiError("malformedUrlParam", "invalid managed organization address");
    if (!account.organizations.has(address)) throw new ApiError("organizationNotFound");
    const now = platform.now();
    const processes = platform.processesOf(address);
    if (processes.some((process) => isActive(process, now))) throw new ApiError("activeElections");
    for (const { id } of processes) platform.processes.delete(id);
    account.organizations.delete(address);
    // managedProcesses stays: processes of the /processes API aren't rolled back (organizations_managed.go:473-479).
    account.managedOrgs -= 1;
    return json({ address: mixedCase(address) });
  },
};

const organization: Route = {
  method: "GET",
  path: "/organizations/:orgAddress",
  basis: "from the source",
  access: "public",
  handle({ platform, param }) {
    const address = parseAddress(param("orgAddress"));
    const org = address === null ? null : platform.organization(address);
    if (org === null) throw new ApiError("noOrganizationProvided");
    return json(organizationInfo(org));
  },
};

export const integratorRoutes: readonly Route[] = [info, list, create, remove, organization];
