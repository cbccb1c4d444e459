import { type AccountGate, createOrganization, publish } from "./account.js";

const at = (selector: string) => document.querySelector(selector) as HTMLElement;

/** What buttons of the page do. */
interface Doings {
  create(): Promise<string>;
  again(): unknown;
}

/** A page of plain markup (bound.html), whichever entry its gate is from. */
export function bindPage(gate: AccountGate, others: Partial<Doings> = {}): void {
  const doings = { create: () => createOrganization(gate), again: () => gate.refresh(), ...others };
  gate.bind();
  const show = () => {
    at("#left").textContent = String(gate.headroom("managedOrgs").remaining);
  };
  const say = async (done: Promise<string>) => {
    at("#done").textContent = await done;
  };
  gate.subscribe(show);
  show();
  at("#create").addEventListener("click", () => say(doings.create()));
  at("#vote").addEventListener("submit", (event) => {
    event.preventDefault();
    void say(publish(gate, Number((at("#voters") as HTMLInputElement).value)));
  });
  at("#again").addEventListener("click", () => doings.again());
}
