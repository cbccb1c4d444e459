import type { FaultRule } from "../../sandbox/index";

/** How the platforms behave; the demo's visitor chooses. */
export const WEATHERS = ["normal", "slow", "failing", "busy", "cut-off"] as const;
export type Weather = (typeof WEATHERS)[number];

const JSON_TYPE = "application/json";
const TEXT = "text/plain; charset=utf-8";

/** Each platform fails in its own words; what has no path is Vocdoni's. */
export const FAULTS: Readonly<Record<Weather, readonly FaultRule[]>> = {
  normal: [],
  slow: [{ fault: { kind: "delay", ms: 2500 } }],
  failing: [
    { path: "/v1/*", ...status(500, JSON_TYPE, didomiError(500, "GeneralError", "Internal error")) },
    {
      path: "/cloud/*",
      ...status(500, JSON_TYPE, '{"computeFault":{"code":500,"message":"Unexpected error"}}'),
    },
    status(500, TEXT, '{"error":"server error: operation failed","code":50002}\n'),
  ],
  busy: [
    { path: "/v1/*", ...status(429, JSON_TYPE, didomiError(429, "TooManyRequests", "Too many requests")) },
    {
      path: "/cloud/*",
      ...status(429, JSON_TYPE, '{"overLimit":{"code":429,"message":"Too many requests"}}'),
    },
    status(429, TEXT, "Server capacity exceeded.\n"),
  ],
  "cut-off": [{ fault: { kind: "close" } }],
};

export function isWeather(value: unknown): value is Weather {
  return WEATHERS.some((name) => name === value);
}

function status(code: number, contentType: string, body: string): Pick<FaultRule, "fault"> {
  const headers = code === 429 ? { "Retry-After": "1" } : {};
  return { fault: { kind: "status", status: code, contentType, body, headers } };
}

function didomiError(code: number, name: string, message: string): string {
  return JSON.stringify({ code, errors: {}, message, name });
}
