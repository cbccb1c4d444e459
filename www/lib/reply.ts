import { QuotaError } from "./error.js";

/** What came, as it came: its status, and its body where that is JSON. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
  /** How long the platform asks to be left alone, in milliseconds, where it says so and the page may read it. */
  readonly retryAfter?: number | undefined;
  /** For how long a cache had had it, in milliseconds. */
  readonly age?: number | undefined;
}

export const isGood = ({ status }: Reply): boolean => status >= 200 && status < 300;

type Shape = Readonly<Record<string, unknown>>;

/** Bodies are JSON whatever their content type says: Vocdoni sends errors as text/plain. */
export const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** A quota takes a few hundred bytes; a browser's tab dies of a body that doesn't end. */
const LONGEST_BODY = 1_000_000;

/** The body, up to its bound. Rejects when it is cut off. */
export const textOf = async (response: Response): Promise<string> => {
  // By text() wherever it can be: what is read by hand goes missing in the browser's network panel.
  const length = response.headers.get("content-length");
  if (!response.body || (length !== null && Number(length) <= LONGEST_BODY)) return response.text();
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    if (text.length > LONGEST_BODY) {
      reader.cancel().catch(() => {});
      const { status } = response;
      throw new QuotaError("bad-response", "the answer is longer than a million characters", {
        status,
      });
    }
  }
};

/** Retry-After: seconds, or a date (RFC 9110, sections 10.2.3 and 5.6.7) by the clock of who sent it, where that can be read. */
export const retryAfterOf = ({ headers }: Response, now: number): number | undefined => {
  const value = headers.get("retry-after")?.trim();
  if (!value) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  // Date.parse takes "-40" for a year.
  if (!/^[a-z]/i.test(value)) return undefined;
  const sent = Date.parse(headers.get("date") ?? "");
  const wait = Date.parse(value) - (Number.isNaN(sent) ? now : sent);
  return wait > 0 ? wait : undefined;
};

/** The longest that caches tell of, in seconds (RFC 9111, section 1.2.2). */
const OLDEST = 2_147_483_648;

/** Age: whole seconds (RFC 9111, section 5.1), where the page may read it. None of an answer that no cache had. */
export const ageOf = ({ headers }: Response): number | undefined => {
  const value = headers.get("age")?.trim();
  return value && /^\d+$/.test(value) ? Math.min(Number(value), OLDEST) * 1_000 : undefined;
};

/** Also one of another realm, or of another implementation of fetch. */
export const isResponse = (value: unknown): value is Response => {
  try {
    const { status, clone, text } = shapeOf(value);
    return typeof status === "number" && typeof clone === "function" && typeof text === "function";
  } catch {
    return false;
  }
};

export const shapeOf = (value: unknown): Shape =>
  (typeof value === "object" && value !== null ? value : {}) as Shape;

const statusIn = ({ status, statusCode }: Shape): number | undefined =>
  [status, statusCode].find(
    (number): number is number => typeof number === "number" && number >= 100 && number <= 599,
  );

/** The status that an SDK's error carries, by itself or in its response. Either may be a getter of its class. */
export const statusOf = (error: unknown): number | undefined => {
  const shape = shapeOf(error);
  return statusIn(shape) ?? statusIn(shapeOf(shape["response"]));
};

/** The platform's own code, where its words have one. */
export const codeOf = ({ body }: Reply): number | null => {
  const { code } = shapeOf(body);
  return typeof code === "number" ? code : null;
};

/**
 * The platform's words in an SDK's error: its body, or its code with its text. Read by its shape: there are several copies of one
 * SDK, and several SDKs (`body`, `data`, `response.data`).
 */
export const bodyOf = (error: unknown): unknown => {
  const { body, data, response, code, message, error: text = message } = shapeOf(error);
  const { data: answered } = shapeOf(response);
  const whole = [body, data, answered].map((each) => (typeof each === "string" ? parsed(each) : each));
  return whole.find((each) => typeof each === "object" && each !== null) ?? { code, error: text };
};
