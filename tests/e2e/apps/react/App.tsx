import { memo, StrictMode } from "react";
import { Card, Create, Div, Link, Phase, Room } from "./controls";
import { ActionForm, Publish } from "./forms";
import { GatedOnes } from "./gated";
import { Gated, QuotaProvider } from "./quota";
import { Shadow } from "./shadow";
import type { Given, Play } from "./stage";

/** Rendered again for what they ask only. */
const Page = memo(({ play }: { play: Play }) => (
  <>
    <Create play={play} />
    <Link play={play} />
    <Div play={play} />
    <Card />
    <Publish play={play} />
    <ActionForm play={play} />
    <GatedOnes play={play} />
    <Room play={play} />
    <Phase />
    <Shadow />
  </>
));

export const app = (gate: Given, play: Play) => (
  <StrictMode>
    <QuotaProvider gate={gate}>
      <Page play={play} />
    </QuotaProvider>
    {"then" in gate && (
      <QuotaProvider gate={gate} whileLoading="allow" whenUnknown="deny">
        <Gated action="createManagedOrg">
          <button type="button" id="other-way">
            Create
          </button>
        </Gated>
      </QuotaProvider>
    )}
  </StrictMode>
);
