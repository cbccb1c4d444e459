import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { Charset, Fault, GzipFault } from "./fault";
import { isObject, type JsonObject } from "./json";
import { type Header, json, type Reply, reply, send, sendAs, sendHalf } from "./reply";

const HTML = "<!doctype html><title>Bad gateway</title><h1>Bad gateway</h1>\n";
const SSH = "SSH-2.0-OpenSSH_9.6\r\n";
/** Chromium takes 256 KB, Node 16. */
const MANY_HEADERS: readonly Header[] = Array.from({ length: 100 }, (_, i) => [
  `X-Trace-${i}`,
  "t".repeat(4_000),
]);
/** JSON that is only just beginning. */
const BEGINNING = '{"enabled":true,"limits":{"maxManagedOrgs":1},"note":"';

type Cors = (status: number) => readonly Header[];

/** Goes wrong in place of an answer, or with it. Only a delay and what alters the answer let the platform act first. */
export async function misbehave(
  fault: Fault,
  res: ServerResponse,
  truth: () => Promise<Reply>,
  cors: Cors,
): Promise<void> {
  const sendBack = (answer: Reply) => send(res, answer, cors(answer.status));
  const { socket } = res;
  switch (fault.kind) {
    case "hang":
      return;
    case "close":
      res.destroy();
      return;
    case "reset":
      socket?.resetAndDestroy();
      return;
    case "garbage":
      socket?.end(SSH);
      return;
    case "html":
      return sendBack(reply(200, "text/html; charset=utf-8", HTML));
    case "redirect":
      return sendBack({ ...reply(302, null, ""), headers: [["Location", fault.to]] });
    case "status": {
      const answer = reply(fault.status, fault.contentType, fault.body);
      return sendBack({ ...answer, headers: [...answer.headers, ...Object.entries(fault.headers ?? {})] });
    }
    case "delay":
      await sleep(fault.ms, undefined, { ref: false });
      return sendBack(await truth());
  }
  const answer = await truth();
  const extra = cors(answer.status);
  switch (fault.kind) {
    case "cut":
      return sendHalf(res, answer, extra);
    case "lie":
      return send(res, overlaid(answer, fault.over), extra);
    case "headers":
      return send(res, answer, [...extra, ...MANY_HEADERS]);
    case "length":
      return sendAs(res, answer, answer.body.length + fault.by, extra);
    case "gzip":
      return send(res, gzipped(answer, fault.as), extra);
    case "charset":
      return send(res, { ...answer, body: encoded(answer.body, fault.as) }, extra);
    case "no-cors":
      return send(res, { ...answer, headers: answer.headers.filter(([name]) => !isCors(name)) });
    case "endless":
      return sendForever(res, answer, extra);
    case "drip":
      return drip(res, answer, fault.ms, extra);
  }
}

const isCors = (name: string): boolean => name.startsWith("Access-Control-");

function gzipped(answer: Reply, as: GzipFault): Reply {
  const headers: Header[] = [...answer.headers, ["Content-Encoding", "gzip"]];
  if (as === "plain") return { ...answer, headers };
  const whole = gzipSync(answer.body);
  return { ...answer, headers, body: whole.subarray(0, whole.length / 2) };
}

function encoded(body: Buffer, as: Charset): Buffer {
  const text = `\ufeff${body.toString("utf8")}`;
  return Buffer.from(text, as === "utf-16" ? "utf16le" : "utf8");
}

/** In chunks, as fast as they are taken. */
function sendForever(res: ServerResponse, answer: Reply, extra: readonly Header[]): void {
  res.writeHead(answer.status, [...answer.headers, ...extra].flat());
  const more = () => {
    while (!res.destroyed && res.write(Buffer.alloc(65_536, "x")));
  };
  res.on("drain", more);
  res.write(BEGINNING);
  more();
}

function drip(res: ServerResponse, answer: Reply, ms: number, extra: readonly Header[]): void {
  const length: Header = ["Content-Length", String(answer.body.length)];
  res.writeHead(answer.status, [...answer.headers, ...extra, length].flat());
  res.flushHeaders();
  let sent = 0;
  const timer = setInterval(() => {
    res.write(answer.body.subarray(sent, sent + 1));
    sent += 1;
    if (sent >= answer.body.length) res.end();
  }, ms);
  timer.unref();
  res.on("close", () => clearInterval(timer));
}

function overlaid(answer: Reply, over: JsonObject): Reply {
  const text = answer.body.toString("utf8").trim();
  if (answer.status !== 200 || text === "") return answer;
  const truth: unknown = JSON.parse(text);
  return { ...answer, body: json(merged(truth, over)).body };
}

function merged(truth: unknown, over: unknown): unknown {
  if (!isObject(over)) return over;
  if (Array.isArray(truth) && namesPlaces(over)) {
    return truth.map((old, i) => (i in over ? merged(old, over[i]) : old));
  }
  if (!isObject(truth)) return over;
  const result: Record<string, unknown> = { ...truth };
  for (const [key, value] of Object.entries(over)) result[key] = merged(truth[key], value);
  return result;
}

/** Items of a list are named by their place: `{ "data": { "0": { "version": 1 } } }`. */
function namesPlaces(over: JsonObject): boolean {
  return Object.keys(over).every((key) => /^\d+$/.test(key));
}
