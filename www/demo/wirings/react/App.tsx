import { createQuotaHooks } from "quota-gate/react";
import { type FormEvent, useState } from "react";
import { gate } from "../shared/gate";
import { leftOf } from "../shared/left";
import { createOrganization, publishVote } from "../shared/votes";

const { QuotaProvider, useQuota, useHeadroom, useGate } = createQuotaHooks<typeof gate>();

export function App() {
  return (
    <QuotaProvider gate={gate}>
      <NewOrganization />
      <NewVote />
      <Left />
    </QuotaProvider>
  );
}

function NewOrganization() {
  const [name, setName] = useState("");
  const [status, setStatus] = useState("");
  const { controlProps, reasonProps } = useQuota("createManagedOrg");

  async function submit(event: FormEvent) {
    event.preventDefault();
    setStatus("Working…");
    setStatus(await createOrganization(name));
  }

  return (
    <form onSubmit={submit}>
      <h2>New organization</h2>
      <label>
        Name <input value={name} onChange={({ target }) => setName(target.value)} required />
      </label>
      <button type="submit" {...controlProps}>
        Create organization
      </button>
      <span {...reasonProps} />
      <p role="status">{status}</p>
    </form>
  );
}

function NewVote() {
  const [voters, setVoters] = useState(100);
  const [emailOtp, setEmailOtp] = useState(false);
  const [status, setStatus] = useState("");
  const { controlProps, reasonProps } = useQuota("publishProcess", { voters, emailOtp });

  async function submit(event: FormEvent) {
    event.preventDefault();
    setStatus("Working…");
    setStatus(await publishVote({ voters, emailOtp }));
  }

  return (
    <form onSubmit={submit}>
      <h2>Publish a vote</h2>
      <label>
        Voters
        <input
          type="number"
          min="1"
          required
          value={voters || ""}
          onChange={({ target }) => setVoters(target.valueAsNumber)}
        />
      </label>
      <label>
        <input type="checkbox" checked={emailOtp} onChange={({ target }) => setEmailOtp(target.checked)} />
        E-mail codes
      </label>
      <button type="submit" {...controlProps}>
        Publish vote
      </button>
      <span {...reasonProps} />
      <p role="status">{status}</p>
    </form>
  );
}

function Left() {
  const organizations = useHeadroom("managedOrgs");
  const quota = useGate();
  return (
    <>
      <p>Organizations left: {leftOf(organizations)}</p>
      <button type="button" id="check-again" onClick={() => quota?.refresh()}>
        Check again
      </button>
    </>
  );
}
