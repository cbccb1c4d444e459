import { Gated } from "./quota";
import type { Play } from "./stage";

interface Props {
  readonly play: Play;
}

export const GatedOnes = ({ play }: Props) => (
  <>
    <div id="gated">
      <Gated action="createManagedOrg">
        <button
          type="button"
          id="gated-button"
          aria-describedby="hint"
          onClickCapture={() => play.heard("capture gated")}
          onClick={() => play.heard("click gated")}
        >
          Create
        </button>
      </Gated>
    </div>
    <p id="hint">An organization has its own members.</p>
    <Gated action="relayVotes">
      <button type="button" id="own-aria" aria-disabled>
        Relay
      </button>
    </Gated>
    <Gated action="relayVotes">
      <button type="button" id="own-disabled" disabled onClick={() => play.heard("click disabled")}>
        Relay
      </button>
    </Gated>
    <dialog open>
      <Gated action="createManagedOrg">
        <button type="button" id="in-dialog">
          Create
        </button>
      </Gated>
    </dialog>
    <p id="instead">
      <Gated action="createManagedOrg" fallback="No more organizations.">
        Create one
      </Gated>
    </p>
    <p id="by-function">
      <Gated action="publishProcess" params={{ count: 9 }}>
        {({ allowed, decision }) => `${allowed} ${decision.max}`}
      </Gated>
    </p>
  </>
);
