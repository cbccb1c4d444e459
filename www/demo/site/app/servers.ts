import { createGate } from "/quota-gate/index.js";
import { call } from "./api.js";
import { cloud } from "./cloud-description.js";
import { confirmDeletion } from "./confirm.js";
import { Described } from "./described.js";
import { find } from "./element.js";
import { sendByScript } from "./form.js";
import { List, listRow, rowButton } from "./list.js";
import { meters, roomsOf } from "./meters.js";
import { Quota } from "./quota.js";
import { stage } from "./stage.js";
import { stateLine } from "./state-line.js";
import { forOperator as explain } from "./wording.js";

interface Server {
  readonly id: string;
  readonly name: string;
  readonly cores: number;
}

const SIZES = {
  small: { action: "createSmall", cores: 2 },
  medium: { action: "createMedium", cores: 4 },
  large: { action: "createLarge", cores: 8 },
} as const;

const quota = new Quota(async () => {
  const { identity } = await call<{ identity: string }>("GET", "/api/cloud/account");
  return createGate(cloud(), { audience: "operator", identity, persist: "session", refreshEvery: 15_000 });
});

const servers = new List<Server>({
  id: "servers",
  explain,
  empty: "None. Every slot is free.",
  load: async () => (await call<{ servers: Server[] }>("GET", "/api/servers")).servers,
  row(server) {
    const { id, name, cores } = server;
    const button = rowButton("Delete", name);
    button.addEventListener("click", () => void remove(server));
    return listRow({ key: id, name, about: `${cores} cores` }, button);
  },
});

async function remove({ id, name }: Server): Promise<void> {
  if (!(await confirmDeletion(name))) return;
  await servers.act(`Deleting ${name}…`, `${name} is deleted.`, async () => {
    await call("DELETE", `/api/servers/${id}`);
    await refresh();
  });
}

function refresh(): Promise<unknown> {
  return Promise.all([servers.load(), quota.refresh()]);
}

sendByScript(find("create", HTMLFormElement), {
  explain,
  working: "Creating…",
  async act({ data }) {
    const { action, cores } = SIZES[data.get("size") as keyof typeof SIZES];
    const name = String(data.get("name"));
    await quota.run(action, {}, () => call("POST", "/api/servers", { name, cores }));
    find("name", HTMLInputElement).value = "";
    return `${name} is ready.`;
  },
  after: refresh,
});

sendByScript(find("allocate", HTMLFormElement), {
  explain,
  working: "Allocating…",
  async act() {
    const allocate = () => call<{ floating_ip: { address: string } }>("POST", "/api/cloud/addresses");
    const { floating_ip } = await quota.run("allocateAddress", {}, allocate);
    return `${floating_ip.address} is yours.`;
  },
  after: () => quota.refresh(),
});

const described = new Described(quota, () => showMeters());
const named = roomsOf([
  ["instances", "Servers"],
  ["cores", "Cores"],
  ["addresses", "Floating IPs"],
] as const);
const showMeters = meters(quota, (gate) =>
  named(gate).map((room) => {
    const reserved = described.reserved(room.key);
    return reserved > 0 ? { ...room, aside: `, ${reserved} of them reserved` } : room;
  }),
);
stateLine(quota);
find("refresh", HTMLButtonElement).addEventListener("click", () => void servers.load());
stage({
  account() {
    void quota.open();
    void servers.load();
  },
  platform: () => void quota.refresh(),
});
void quota.open();
void servers.load();
