import { createHash } from "node:crypto";
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

/** What it computes is there at once: a digest is made on another thread, while a fake clock would go on. */
const computeAtOnce = (): void => {
  const digest = vi.spyOn(crypto.subtle, "digest").mockImplementation(async (_, data) => {
    const { buffer } = Uint8Array.from(
      createHash("sha256")
        .update(data as Uint8Array)
        .digest(),
    );
    return buffer;
  });
  finally_(() => digest.mockRestore());
};

/** A back end with the proxy in it: everybody may ask, what it complains of is kept, and what goes on behind an answer can be awaited. */
export const backEnd = (options: Partial<ProxyOptions> = {}) => {
  const errors: unknown[] = [];
  const tasks: Promise<unknown>[] = [];
  computeAtOnce();
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
