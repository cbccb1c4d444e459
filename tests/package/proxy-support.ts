import { createQuotaProxy, type ProxyOptions } from "quota-gate/proxy";
import { vi } from "vitest";
import { finally_, GUIDE } from "./support.js";

export const PLATFORM = "https://platform.example";
export const KEY = "vsk_marker-0123456789";

/** What the platform answers with, made anew each time; what it was asked. */
export interface Platform {
  answer: (request: Request) => Response | Promise<Response>;
  readonly asked: Request[];
}

export const stubPlatform = (answer: Platform["answer"] = () => Response.json(GUIDE)): Platform => {
  const platform: Platform = { answer, asked: [] };
  vi.stubGlobal("fetch", async (request: Request) => {
    platform.asked.push(request);
    return platform.answer(request);
  });
  finally_(() => vi.unstubAllGlobals());
  return platform;
};

/** A back end with the proxy in it: everybody may ask, what it complains of is kept, and what goes on behind an answer can be awaited. */
export const backEnd = (options: Partial<ProxyOptions> = {}) => {
  const errors: unknown[] = [];
  const tasks: Promise<unknown>[] = [];
  const proxy = createQuotaProxy({
    platform: "vocdoni",
    baseUrl: PLATFORM,
    token: KEY,
    authorize: () => true,
    onError: (error) => errors.push(error),
    waitUntil: (task) => tasks.push(task),
    ...options,
  });
  return {
    proxy,
    errors,
    ask: (path = "", init?: RequestInit) => proxy(new Request(`https://app.example/api/quota${path}`, init)),
    /** Nothing goes on any more. */
    settled: async () => {
      while (tasks.length > 0) await tasks.shift();
    },
  };
};

export const headersOf = (response: Response) => Object.fromEntries(response.headers);
export const ageOf = (response: Response) => Number(response.headers.get("Age"));
