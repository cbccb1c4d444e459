import { memo, useState } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { type Account, CONTROLS, OPEN, REASON, votersOf } from "./account.js";

let show: (account: Account) => void = () => {};

/** What an application writes itself; a row is rendered only when its own props changed. */
const Control = memo(({ voters, closed, id }: { voters: number | null; closed: boolean; id: string }) => (
  <li>
    <button type="button" disabled={closed} aria-describedby={closed ? id : undefined}>
      {voters === null ? "Create" : `Publish for ${voters}`}
    </button>
    {closed && <span id={id}>{REASON}</span>}
  </li>
));

const places = Array.from({ length: CONTROLS }, (_, place) => place);

const Rows = () => {
  const [{ maxManagedOrgs, maxVotes }, setAccount] = useState(OPEN);
  show = setAccount;
  return places.map((place) => {
    const voters = votersOf(place);
    const closed = voters === null ? maxManagedOrgs <= 1 : voters > maxVotes;
    return <Control key={place} voters={voters} closed={closed} id={`reason-${place}`} />;
  });
};

const host = document.getElementById("rows");
if (!host) throw new Error("the page has no #rows");
flushSync(() => createRoot(host).render(<Rows />));

globalThis.contestant = {
  async take(account) {
    flushSync(() => show({ ...account }));
  },
};
