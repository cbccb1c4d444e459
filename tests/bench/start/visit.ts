import type { BrowserContext, CDPSession } from "@playwright/test";

/** What a page took until its button first said something. Times in milliseconds. */
export interface Taken {
  /** All that had come by then, headers included, the page itself too. */
  readonly bytes: number;
  /** From the script's start until there is a gate, or what a peer has in its place; null where nothing tells. */
  readonly ready: number | null;
  /** From the script's start. */
  readonly decision: number;
  /** From the navigation's. */
  readonly waited: number;
}

export interface Circumstances {
  readonly slow: boolean;
  /** Of a page that keeps no answer: what it loads last, for the next visit. */
  readonly later: string | undefined;
  /** Before the visit. */
  readonly forget: "files" | "answer" | "nothing";
}

/** As Lighthouse has slow 4G, and a telephone of the middle range. */
export const SLOW = { megabits: 1.6, latency: 150, cpu: 4 };

/** One visit of this visitor, in a page of its own. */
export async function visit(context: BrowserContext, url: string, how: Circumstances): Promise<Taken> {
  const page = await context.newPage();
  try {
    const session = await context.newCDPSession(page);
    await prepare(session, url, how);
    const received = listening(session);
    await page.goto(url, { waitUntil: "commit" });
    await page.evaluate(() => globalThis.decided);
    // Kept for the next visit.
    await page.waitForFunction(isKept, how.later);
    const { marks, resources } = await page.evaluate(timeline);
    const [script, ready, decision = Number.NaN] = ["script", "ready", "decision"].map(
      (name) => marks.find((mark) => mark.name === name)?.at,
    );
    const came = resources.filter(({ end }) => end > 0 && end <= decision).map(({ name }) => name);
    return {
      bytes: await received.of([url, ...came]),
      ready: ready === undefined ? null : ready - (script ?? Number.NaN),
      decision: decision - (script ?? Number.NaN),
      waited: decision,
    };
  } finally {
    await page.close();
  }
}

/** In the page. */
const isKept = (later: string | undefined) =>
  later === undefined
    ? localStorage.length > 0
    : (performance.getEntriesByType("resource") as PerformanceResourceTiming[]).some(
        ({ name, responseEnd }) => name.includes(later) && responseEnd > 0,
      );

const timeline = () => ({
  marks: performance.getEntriesByType("mark").map(({ name, startTime }) => ({ name, at: startTime })),
  resources: (performance.getEntriesByType("resource") as PerformanceResourceTiming[]).map(
    ({ name, responseEnd }) => ({ name, end: responseEnd }),
  ),
});

async function prepare(session: CDPSession, url: string, { slow, forget }: Circumstances): Promise<void> {
  await session.send("Network.enable");
  if (forget === "files") await session.send("Network.clearBrowserCache");
  if (forget === "answer") {
    const { origin } = new URL(url);
    await session.send("Storage.clearDataForOrigin", { origin, storageTypes: "local_storage" });
  }
  if (!slow) return;
  const throughput = (SLOW.megabits * 1e6) / 8;
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: SLOW.latency,
    downloadThroughput: throughput,
    uploadThroughput: throughput,
  });
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOW.cpu });
}

/** Bytes over the network. What the cache had took none. */
function listening(session: CDPSession): { of(addresses: readonly string[]): Promise<number> } {
  const addresses = new Map<string, string>();
  const received = new Map<string, number>();
  let heard = () => {};
  session.on("Network.requestWillBeSent", ({ requestId, request }) => addresses.set(requestId, request.url));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const address = addresses.get(requestId);
    if (address !== undefined) received.set(address, (received.get(address) ?? 0) + encodedDataLength);
    heard();
  });
  return {
    // The page can know of a file's end before we are told.
    async of(wanted) {
      while (!wanted.every((address) => received.has(address))) {
        await new Promise<void>((resolve) => {
          heard = resolve;
        });
      }
      return wanted.reduce((all, address) => all + (received.get(address) ?? 0), 0);
    },
  };
}

declare global {
  var decided: Promise<string>;
}
