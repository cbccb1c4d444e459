import { request } from "node:http";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../www/sandbox/index";

export const START = Date.parse("2026-11-20T12:00:00Z");

/** One sandbox for a file, as new before each test; its clock moves only by `advance`. */
export function useSandbox(options: SandboxOptions = {}): () => Sandbox {
  let sandbox: Sandbox | undefined;
  const get = () => {
    if (sandbox === undefined) throw new Error("the sandbox has not started");
    return sandbox;
  };
  beforeAll(async () => {
    sandbox = await startSandbox({ now: () => START, ...options });
  });
  beforeEach(() => get().reset());
  afterAll(() => get().close());
  return get;
}

export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request over a plain socket: nothing is added, and the answer's header names keep their case. */
export function raw(url: string, { method, path, headers = {}, body }: RawRequest): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url + path, { method, headers, agent: false }, (res) => {
      const chunks: Buffer[] = [];
      res.on("data", (chunk: Buffer) => chunks.push(chunk));
      res.on("error", reject);
      res.on("end", () =>
        resolve({
          status: res.statusCode ?? 0,
          headers: pairs(res.rawHeaders),
          body: Buffer.concat(chunks).toString("utf8"),
        }),
      );
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

function pairs(rawHeaders: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let i = 0; i + 1 < rawHeaders.length; i += 2)
    headers[String(rawHeaders[i])] = String(rawHeaders[i + 1]);
  return headers;
}

/** What the caller of an API sees: its status and its JSON, if it is JSON. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export async function call(
  sandbox: Sandbox,
  token: string | null,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const response = await fetch(sandbox.url + path, {
    method,
    headers: {
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: parsed(await response.text()) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A field of a JSON answer, at a path of keys. */
export function at(value: unknown, ...keys: readonly (string | number)[]): unknown {
  let found: unknown = value;
  for (const key of keys) {
    found = typeof found === "object" && found !== null ? Reflect.get(found, key) : undefined;
  }
  return found;
}

export interface DraftWish {
  readonly voters: number;
  readonly questions?: number;
  readonly emailOtp?: boolean;
  readonly smsOtp?: boolean;
}

export function draftBody(orgAddress: string, wish: DraftWish): Record<string, unknown> {
  const { voters, questions = 1, emailOtp = false, smsOtp = false } = wish;
  return {
    orgAddress,
    title: { default: "Board election" },
    endDate: new Date(START + 24 * 60 * 60 * 1000).toISOString(),
    census: {
      authFields: ["memberNumber"],
      twoFaFields: [...(emailOtp ? ["email"] : []), ...(smsOtp ? ["phone"] : [])],
      memberIds: Array.from({ length: voters }, (_, i) => `m${i + 1}`),
    },
    questions: Array.from({ length: questions }, (_, i) => ({
      title: { default: `Question ${i + 1}` },
      type: "singlechoice",
      choices: [
        { title: { default: "Yes" }, value: 0 },
        { title: { default: "No" }, value: 1 },
      ],
    })),
  };
}

export function firstOrg(sandbox: Sandbox, name: Parameters<Sandbox["account"]>[0]): string {
  const [address] = sandbox.account(name).organizations;
  if (address === undefined) throw new Error(`${name} has no organization`);
  return address;
}

export async function createDraft(
  sandbox: Sandbox,
  token: string,
  org: string,
  wish: DraftWish,
): Promise<string> {
  const { body } = await call(sandbox, token, "POST", "/processes", draftBody(org, wish));
  return String(at(body, "processId"));
}

/** A process on chain, with the ids of its elections. */
export async function publishProcess(
  sandbox: Sandbox,
  token: string,
  org: string,
  wish: DraftWish,
): Promise<{ id: string; elections: string[] }> {
  const id = await createDraft(sandbox, token, org, wish);
  await call(sandbox, token, "POST", `/processes/${id}/publish`);
  sandbox.advance(sandbox.settings().jobMs);
  const { body } = await call(sandbox, null, "GET", `/processes/${id}`);
  const elections = Array.from({ length: wish.questions ?? 1 }, (_, i) =>
    String(at(body, "questions", i, "upstreamId")),
  );
  return { id, elections };
}

/** A vote envelope in its two wrappers, as hex; `mark` tells envelopes of one election apart. */
export function votePayload(electionId: string, mark: string, nullifier?: string): string {
  return envelope(
    field(1, Buffer.from(mark)),
    field(2, Buffer.from(electionId, "hex")),
    ...(nullifier === undefined ? [] : [field(5, Buffer.from(nullifier, "hex"))]),
  );
}

/** A vote with the proof a voter is signed: it holds the election and the voter's address. */
export function provenPayload(electionId: string, address: string): string {
  const election = Buffer.from(electionId, "hex");
  const bundle = Buffer.concat([field(1, election), field(2, Buffer.from(address, "hex"))]);
  return envelope(field(2, election), field(3, field(5, field(2, bundle))));
}

function envelope(...vote: readonly Buffer[]): string {
  const tx = field(1, Buffer.concat(vote));
  return Buffer.concat([field(1, tx), field(2, Buffer.from("signature"))]).toString("hex");
}

function field(number: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2]), varint(bytes.length), bytes]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) | 128);
  }
}
