import { call } from "./api.js";
import { Breaking } from "./breaking.js";
import { find } from "./element.js";

interface StageState {
  /** Of the platform that the votes are on. */
  readonly account: string;
  /** Whose exports. */
  readonly client: string;
  /** What the visitor broke. */
  readonly broken: string | null;
}

export interface StageEvents {
  /** The company has another account on the platform, or everything is as it was at first. */
  account(): void;
  /** The platform behaves in another way, or the account there has changed. */
  platform(): void;
}

/** The demo controls in the header; other open pages of the demo follow. */
export function stage(events: StageEvents): void {
  // Where the platform has several: its name says which choice it is.
  const account = document.querySelector<HTMLSelectElement>("#stage-account");
  const others = new BroadcastChannel("demo-controls");
  const breaking = new Breaking((broken) => tell("platform", call("PUT", "/demo/state", { broken })));

  function show(state: StageState): void {
    if (account) account.value = state[account.name === "client" ? "client" : "account"];
    breaking.show(state.broken);
  }

  async function tell(event: keyof StageEvents, change: Promise<StageState>): Promise<void> {
    show(await change);
    others.postMessage(event);
    happen(event);
  }

  function happen(event: keyof StageEvents): void {
    if (event === "account") forgetResults();
    events[event]();
  }

  account?.addEventListener("change", () => {
    void tell("account", call("PUT", "/demo/state", { [account.name]: account.value }));
  });
  find("stage-reset", HTMLButtonElement).addEventListener("click", () => {
    void tell("account", call("POST", "/demo/reset"));
  });
  others.addEventListener("message", async ({ data }: MessageEvent<keyof StageEvents>) => {
    show(await call("GET", "/demo/state"));
    happen(data);
  });
  void call<StageState>("GET", "/demo/state").then(show);
}

/** What was done with the account before. */
function forgetResults(): void {
  for (const result of document.querySelectorAll(".result")) result.textContent = "";
}
