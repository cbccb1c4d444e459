import { createGate, vocdoni } from "quota-gate";
import { setDefaultGate } from "quota-gate/elements";
import { createOrganization, endpoint, options, publish } from "./account.js";

const opening = createGate(vocdoni(endpoint), options);
setDefaultGate(opening);

const at = (selector: string) => document.querySelector(selector) as HTMLElement;
const say = async (done: Promise<string>) => {
  at("#done").textContent = await done;
};
at("#create").addEventListener("click", async () => say(createOrganization(await opening)));
at("#vote").addEventListener("submit", async (event) => {
  event.preventDefault();
  await say(publish(await opening, Number((at("#voters") as HTMLInputElement).value)));
});
at("#again").addEventListener("click", async () => (await opening).refresh());
