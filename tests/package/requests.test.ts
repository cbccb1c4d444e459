import type { ServerResponse } from "node:http";
import type { GateOptions } from "quota-gate";
import { describe, expect, test, vi } from "vitest";
import { eventually } from "./eventually.js";
import {
  calm,
  failing,
  finally_,
  GUIDE,
  gateOn,
  gateOver,
  guide,
  opened,
  pass,
  pending,
  refusedWith,
  serving,
  useFakeClock,
} from "./support.js";

const votes = (sentVotes: number) => guide({}, { sentVotes });
const used = (gate: Awaited<ReturnType<typeof opened>>["gate"]) => gate.headroom("votes").used;

describe("one request at a time", () => {
  useFakeClock();

  test("shared by all who ask meanwhile: they get the same answer", async () => {
    const { answer, come } = pending();
    const { gate, asked } = await gateOver([answer, votes(2)]);
    const waiting = [
      gate.ready,
      gate.refresh(),
      gate.refresh(),
      gate.refresh({}),
      gate.refresh({ signal: AbortSignal.timeout(1e6) }),
    ];
    await pass(1_000);
    waiting.push(gate.refresh());
    come(votes(1));
    const states = await Promise.all(waiting);
    expect(new Set(states)).toEqual(new Set([gate.state]));
    expect(asked).toHaveLength(1);
  });

  test("and its failure", async () => {
    const { gate, asked } = await gateOver([failing(404)]);
    const states = await Promise.all([gate.ready, gate.refresh(), gate.refresh()]);
    expect(new Set(states)).toEqual(new Set([gate.state]));
    expect(gate.state.error?.code).toBe("not-found");
    expect(asked).toHaveLength(1);
  });

  test("whoever asks after its end asks anew", async () => {
    const { gate, asked } = await opened([votes(1), votes(2), votes(3)]);
    await gate.refresh();
    const [second, third] = [gate.refresh(), gate.refresh()];
    expect(await second).toBe(await third);
    expect(used(gate)).toBe(3);
    expect(asked).toHaveLength(3);
  });

  test("also when all sorts of things happen at once", async () => {
    let open = 0;
    let most = 0;
    const source = vi.fn(async () => {
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      open -= 1;
      return GUIDE;
    });
    const gate = await gateOn({ source }, { refreshEvery: 10_000, staleAfter: 0, whileLoading: "allow" });
    gate.subscribe(() => {});
    for (let round = 0; round < 20; round += 1) {
      gate.refresh().catch(() => {});
      gate.hold("relayVotes").commit();
      gate.run("relayVotes", {}, async () => {}).catch(() => {});
      gate.explain(refusedWith(40155, "max votes reached: limit 1000")).catch(() => {});
      await pass(700);
    }
    await pass(60_000);
    expect(most).toBe(1);
    expect(source.mock.calls.length).toBeLessThan(40);
  });

  test("a caller that leaves takes nobody along, and hears of its own end only", async () => {
    const { answer, come } = pending();
    const { gate, asked } = await opened([GUIDE, answer]);
    const leaving = new AbortController();
    const left = gate.refresh({ signal: leaving.signal });
    const stayed = gate.refresh();
    await calm();
    leaving.abort(new Error("mine"));
    await expect(left).rejects.toMatchObject({ name: "QuotaError", code: "aborted" });
    expect(asked[1]?.signal.aborted).toBe(false);
    expect(gate.state).toMatchObject({ refreshing: true, error: null });
    come(votes(7));
    expect(await stayed).toMatchObject({ refreshing: false, error: null });
    expect(used(gate)).toBe(7);
  });

  test("a signal that was aborted before asks for nothing", async () => {
    const { gate, asked } = await opened([GUIDE]);
    await expect(gate.refresh({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "aborted" });
    await calm();
    expect(asked).toHaveLength(1);
    expect(gate.state.refreshing).toBe(false);
  });

  test("a signal that is aborted after the answer changes nothing, and is let go of", async () => {
    const { gate } = await opened([GUIDE]);
    const late = new AbortController();
    const listening = vi.spyOn(late.signal, "removeEventListener");
    await gate.refresh({ signal: late.signal });
    await calm();
    expect(listening).toHaveBeenCalledTimes(1);
    late.abort();
    expect(gate.state).toMatchObject({ phase: "ready", error: null });
  });

  test("a commit while one is on its way has another follow, and ten no more than that", async () => {
    const { answer, come } = pending();
    const { gate, asked } = await opened([votes(0), answer, votes(3)]);
    const refreshing = gate.refresh();
    await calm();
    for (let count = 0; count < 10; count += 1) gate.hold("publishProcess").release();
    const holds = [gate.hold("publishProcess"), gate.hold("publishProcess")];
    for (const hold of holds) hold.commit();
    expect(asked).toHaveLength(2);
    come(votes(1));
    await refreshing;
    await calm();
    expect(asked).toHaveLength(3);
    expect(gate.headroom("managedProcesses").held).toBe(0);
    expect(used(gate)).toBe(3);
  });
});

describe("answers count in the order of asking", () => {
  useFakeClock();

  test("one to a request that was given up is dropped, whenever it comes", async () => {
    const [early, late] = [pending(), pending()];
    const { gate } = await opened([votes(0), early.answer, late.answer, votes(3)], { timeoutMs: 1_000 });
    gate.refresh();
    await pass(1_000);
    expect(gate.state.error?.code).toBe("timeout");
    const second = gate.refresh();
    await calm();
    early.come(votes(1));
    await calm();
    expect([used(gate), gate.state.refreshing]).toEqual([0, true]);
    late.come(votes(2));
    await second;
    expect(used(gate)).toBe(2);
    await gate.refresh();
    expect(used(gate)).toBe(3);
  });

  test("one to a question from before sign-out is nobody's", async () => {
    const [before, after] = [pending(), pending()];
    const { gate } = await opened([votes(0), before.answer, after.answer]);
    gate.refresh();
    await calm();
    gate.clear();
    const refreshing = gate.refresh();
    await calm();
    after.come(votes(2));
    await refreshing;
    before.come(votes(1));
    await calm();
    expect(used(gate)).toBe(2);
    expect(gate.state.error).toBeNull();
  });

  test("its failure neither", async () => {
    const late = pending();
    const { gate } = await opened([votes(0), late.answer, votes(2)]);
    const errors = vi.fn();
    gate.on("error", errors);
    gate.refresh();
    await calm();
    gate.clear();
    await gate.refresh();
    late.come({});
    await pass(60_000);
    expect(errors).not.toHaveBeenCalled();
    expect(gate.state).toMatchObject({ error: null, source: "server" });
  });

  test("an answer that was on its way wipes no hold", async () => {
    const { answer, come } = pending();
    const { gate } = await opened([guide({}, { managedOrgs: 0 }), answer]);
    const refreshing = gate.refresh();
    await calm();
    gate.hold("createManagedOrg").commit();
    come(guide({}, { managedOrgs: 0 }));
    await refreshing;
    expect(gate.can("createManagedOrg")).toBe(false);
  });
});

describe("a request that takes too long is given up", () => {
  useFakeClock();

  test("after eight seconds, where nobody says when", async () => {
    const { gate, asked } = await gateOver([new Promise(() => {})]);
    await pass(7_999);
    expect(gate.state.refreshing).toBe(true);
    await pass(1);
    expect(await gate.ready).toMatchObject({
      phase: "unavailable",
      refreshing: false,
      error: { code: "timeout", status: null, retryable: true, message: "no answer within 8000 ms" },
    });
    expect(asked[0]?.signal.aborted).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  test.each([1, 100, 30_000, 1e12, Number.POSITIVE_INFINITY])("timeoutMs: %d", async (timeoutMs) => {
    const { gate } = await gateOver([new Promise(() => {})], { timeoutMs });
    await pass(Math.min(timeoutMs, 3_600_000) - 1);
    expect(gate.state.refreshing).toBe(true);
    await pass(1);
    expect(gate.state.refreshing).toBe(timeoutMs > 3_600_000);
  });

  test.each([0, -1, "8000", Number.NaN, null])("timeoutMs: %j is refused", async (timeoutMs) => {
    await expect(gateOver([GUIDE], { timeoutMs } as GateOptions)).rejects.toMatchObject({
      code: "invalid-options",
    });
  });

  test("an answer within it leaves no timer", async () => {
    await opened([GUIDE]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("what it rejects with later is nobody's to hear", async () => {
    let fail: (error: Error) => void = () => {};
    const gate = await gateOn(
      { source: () => new Promise((_, reject) => (fail = reject)) },
      { timeoutMs: 100 },
    );
    await pass(100);
    fail(failing(401));
    await calm();
    expect(gate.state.error?.code).toBe("timeout");
  });
});

describe("over HTTP", () => {
  const body = JSON.stringify(GUIDE);
  /** Chunk by chunk, each when the last one is on its way. */
  const send = async (response: ServerResponse, chunks: readonly (string | Uint8Array)[]) => {
    for (const chunk of chunks) {
      response.write(chunk);
      // A turn of its own, so that it's a chunk of its own.
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    response.end();
  };

  test.each([200, 400])(
    "a body that doesn't end is given up, and the connection is closed: %d",
    async (status) => {
      let closed = 0;
      const { url, asked } = await serving((_, response) => {
        response.writeHead(status).write(body.slice(0, -1));
        const more = setInterval(() => response.write(" ".repeat(64 * 1_024)), 2);
        response.on("close", () => {
          clearInterval(more);
          closed += 1;
        });
      });
      const gate = await gateOn({ baseUrl: url });
      expect((await gate.ready).error).toMatchObject({
        code: "bad-response",
        status,
        retryable: false,
        message: "the answer is longer than a million characters",
      });
      await eventually(() => expect(closed).toBe(1));
      expect(asked).toHaveLength(1);
    },
  );

  test("a long one is read to its end", async () => {
    const long = JSON.stringify({ ...GUIDE, note: "😀".repeat(400_000) });
    const { url } = await serving((_, response) => response.writeHead(200).end(long));
    const gate = await gateOn({ baseUrl: url });
    expect((await gate.ready).error).toBeNull();
    expect(used(gate)).toBe(134);
  });

  test("a body that comes byte by byte, through the middle of its characters, is read as it is", async () => {
    // A mark of the byte order is no part of the text, and nothing else may stand in its place.
    const bytes = Buffer.from(`\ufeff${JSON.stringify({ note: "€ ü 😀", ...GUIDE })}`);
    const head = Array.from(bytes.subarray(0, 40), (byte) => Uint8Array.of(byte));
    const { url } = await serving((_, response) => void send(response, [...head, bytes.subarray(40)]));
    const gate = await gateOn({ baseUrl: url });
    expect(await gate.ready).toMatchObject({ phase: "ready", error: null });
    expect(used(gate)).toBe(134);
  });

  test("one that trickles for longer than timeoutMs is given up, and the connection is closed", async () => {
    let closed = false;
    const { url } = await serving((_, response) => {
      const trickle = setInterval(() => response.write(" "), 5);
      response.on("close", () => {
        clearInterval(trickle);
        closed = true;
      });
      response.flushHeaders();
    });
    const gate = await gateOn({ baseUrl: url }, { timeoutMs: 60 });
    expect((await gate.ready).error).toMatchObject({ code: "timeout" });
    await eventually(() => expect(closed).toBe(true));
  });

  test.each([
    ["no answer at all", () => {}],
    ["a head without its body", (response: ServerResponse) => response.flushHeaders()],
    ["half a body", (response: ServerResponse) => response.write(body.slice(0, 20))],
  ])("disposal closes the connection: %s", async (_, begin) => {
    const open = new Set<ServerResponse>();
    let came = 0;
    const { url } = await serving((_request, response) => {
      came += 1;
      open.add(response);
      response.on("close", () => open.delete(response));
      begin(response);
    });
    const gate = await gateOn({ baseUrl: url });
    await eventually(() => expect(came).toBe(1));
    gate.dispose();
    await eventually(() => expect(open.size).toBe(0));
  });

  test("so does signing out", async () => {
    let closed = false;
    const { url, asked } = await serving((_, response) => {
      response.on("close", () => {
        closed = true;
      });
    });
    const gate = await gateOn({ baseUrl: url });
    await eventually(() => expect(asked).toHaveLength(1));
    gate.clear();
    await eventually(() => expect(closed).toBe(true));
    expect(gate.state).toMatchObject({ phase: "loading", refreshing: false, error: null });
  });

  test("a caller that leaves doesn't", async () => {
    let answer = () => {};
    const { url, asked } = await serving((_, response) => {
      answer = () => response.end(body);
    });
    const gate = await gateOn({ baseUrl: url });
    const leaving = new AbortController();
    const left = gate.refresh({ signal: leaving.signal }).catch((error: unknown) => error);
    await eventually(() => expect(asked).toHaveLength(1));
    leaving.abort();
    expect(await left).toMatchObject({ code: "aborted" });
    answer();
    expect(await gate.ready).toMatchObject({ phase: "ready", error: null });
    expect(asked).toHaveLength(1);
  });

  test("nothing of a failure's body is quoted", async () => {
    const { url } = await serving((request, response) => {
      response
        .writeHead(500)
        .end(JSON.stringify({ error: `no: ${request.headers.authorization}`, code: 50000 }));
    });
    const gate = await gateOn({ baseUrl: url, token: "made-up-token" });
    const { error } = await gate.ready;
    expect(error).toMatchObject({ code: "server", status: 500, platformCode: 50000 });
    expect(`${error?.message}${error?.stack}${error?.cause}${JSON.stringify(error)}`).not.toContain(
      "made-up",
    );
  });

  test("nobody's unhandled rejection is left behind by any of it", async () => {
    const unhandled = vi.fn();
    process.on("unhandledRejection", unhandled);
    finally_(() => process.off("unhandledRejection", unhandled));
    const { url } = await serving((_, response) => response.destroy());
    const gate = await gateOn({ baseUrl: url }, { timeoutMs: 50 });
    gate.refresh();
    gate.refresh({ signal: AbortSignal.timeout(5) }).catch(() => {});
    gate.clear();
    gate.refresh();
    gate.dispose();
    await new Promise((resolve) => setImmediate(resolve));
    expect(unhandled).not.toHaveBeenCalled();
  });
});
