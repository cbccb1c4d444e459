import { setDefaultGate } from "quota-gate/elements";
import { gate } from "../shared/gate";
import { leftOf } from "../shared/left";
import { createOrganization, publishVote } from "../shared/votes";

setDefaultGate(gate);

const at = (selector: string) => document.querySelector(selector) as HTMLElement;

onSubmit("#create", (data) => createOrganization(String(data.get("name"))));
onSubmit("#publish", (data) =>
  publishVote({ voters: Number(data.get("voters")), emailOtp: data.has("emailOtp") }),
);

const quota = await gate;
quota.subscribe(showLeft);
at("#check-again").addEventListener("click", () => quota.refresh());
showLeft();

function showLeft() {
  at("#left").textContent = leftOf(quota.headroom("managedOrgs"));
}

function onSubmit(selector: string, act: (data: FormData) => Promise<string>) {
  at(selector).addEventListener("submit", async (event) => {
    event.preventDefault();
    const status = at(`${selector} [role=status]`);
    status.textContent = "Working…";
    status.textContent = await act(new FormData(event.target as HTMLFormElement));
  });
}
