import type { QuotaError } from "../error.js";
import type { Answer, Body } from "./answer.js";

/** An answer depends on who asks: by a cookie, or by a token. */
const VARY = "Authorization, Cookie";
const TYPE = "application/json";

/** Refused, or not answered; in the proxy's own words. */
export const failed = (
  status: number,
  error: string,
  headers: Readonly<Record<string, string>> = {},
): Response =>
  new Response(JSON.stringify({ error }), {
    status,
    headers: { "Content-Type": TYPE, "Cache-Control": "no-store", Vary: VARY, ...headers },
  });

/** Whole seconds, rounded up: nobody takes it for newer than it is (RFC 9111, section 5.1). None where it was asked for since. */
const ageAt = ({ asked, age }: Answer, arrived: number): number =>
  Math.max(Math.ceil((arrived - asked + age) / 1_000), 0);

/** Weakly, as a GET's are (RFC 9110, section 13.1.2). */
const matches = (wanted: string | null, tag: string): boolean =>
  wanted?.split(",").some((each) => ["*", tag, `W/${tag}`].includes(each.trim())) ?? false;

/**
 * `private`, and never without asking: who may see it is found out each time. The headers as literals: spread from others they take three
 * quarters of the handler's time.
 */
export const answered = (request: Request, answer: Answer, body: Body, arrived: number): Response => {
  const cached = "private, no-cache";
  const age = String(ageAt(answer, arrived));
  if (body.status === 200 && matches(request.headers.get("If-None-Match"), body.tag)) {
    const headers = { "Cache-Control": cached, Vary: VARY, ETag: body.tag, Age: age };
    return new Response(null, { status: 304, headers });
  }
  return new Response(body.text, {
    status: body.status,
    headers: { "Content-Type": TYPE, "Cache-Control": cached, Vary: VARY, ETag: body.tag, Age: age },
  });
};

const STATUS: Readonly<Partial<Record<QuotaError["code"], readonly [status: number, error: string]>>> = {
  "rate-limited": [503, "the platform asks to be left alone for a while"],
  timeout: [504, "the platform didn't answer in time"],
  network: [502, "the platform can't be reached"],
  server: [502, "the platform failed"],
  unauthorized: [502, "the platform refused this server's credentials"],
  forbidden: [502, "the platform refused this server's credentials"],
  "not-found": [502, "the platform has no such route"],
};

/** What failed between here and the platform isn't the visitor's fault: no 401, no 403. */
export const unavailable = ({ code }: QuotaError, wait: number): Response => {
  const [status, error] = STATUS[code] ?? [502, "the platform's answer can't be read"];
  // Only where the platform asks to be left alone: a page's gate waits for as long before it tells that anything is wrong. Otherwise it asks
  // again soon, and is answered from here.
  const isAsked = code === "rate-limited" && wait > 0;
  return failed(status, error, isAsked ? { "Retry-After": String(Math.ceil(wait / 1_000)) } : {});
};
