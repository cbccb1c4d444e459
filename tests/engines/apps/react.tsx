import { createGate, vocdoni } from "quota-gate";
import { createQuotaHooks } from "quota-gate/react";
import { type FormEvent, StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";
import { createOrganization, endpoint, options, publish } from "./account.js";

const opening = createGate(vocdoni(endpoint), options);
const { QuotaProvider, useQuota, useHeadroom, useGate } = createQuotaHooks<typeof opening>();

function Account() {
  const [voters, setVoters] = useState(100);
  const [done, setDone] = useState("");
  const create = useQuota("createManagedOrg");
  const vote = useQuota("publishProcess", { voters, emailOtp: true });
  const { remaining } = useHeadroom("managedOrgs");
  const gate = useGate();

  async function submit(event: FormEvent) {
    event.preventDefault();
    setDone(await publish(await opening, voters));
  }

  return (
    <>
      <button
        id="create"
        type="button"
        {...create.controlProps}
        onClick={async () => setDone(await createOrganization(await opening))}
      >
        New organization
      </button>
      <span {...create.reasonProps} />
      <form onSubmit={submit} {...vote.formProps}>
        <label>
          Voters
          <input
            id="voters"
            type="number"
            value={voters || ""}
            onChange={({ target }) => setVoters(target.valueAsNumber)}
          />
        </label>
        <button id="publish" type="submit" {...vote.controlProps}>
          Publish
        </button>
        <span {...vote.reasonProps} />
      </form>
      <p>
        Organizations left: <output id="left">{String(remaining)}</output>
      </p>
      <button id="again" type="button" onClick={() => gate?.refresh()}>
        Check again
      </button>
      <p id="done" role="status">
        {done}
      </p>
    </>
  );
}

createRoot(document.querySelector("#app") as Element).render(
  <StrictMode>
    <QuotaProvider gate={opening}>
      <Account />
    </QuotaProvider>
  </StrictMode>,
);
