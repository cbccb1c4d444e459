import { type CustomOptions, type CustomResource, createGate, custom, type GateOptions } from "quota-gate";
import { vi } from "vitest";
import { finally_ } from "./support.js";

export type PostOptions = CustomOptions<"emails", "send">;

/** A description of one resource and one action. */
export const post = (emails: CustomResource, more: Partial<PostOptions> = {}) =>
  custom<"emails", "send">({
    name: "post",
    resources: { emails },
    actions: { send: { emails: 1 } },
    ...more,
  });

/** A gate over it that has yet to hear from the platform. */
export const unopened = async (provider: ReturnType<typeof post>, options: GateOptions = {}) => {
  const gate = await createGate(provider, { retries: 0, ...options });
  finally_(() => gate.dispose());
  return gate;
};

/** A gate over it, and over one body. */
export const postOver = async (
  emails: CustomResource,
  body: unknown,
  more: Partial<PostOptions> = {},
  options: GateOptions = {},
) => {
  const gate = await unopened(post(emails, { source: async () => body, ...more }), options);
  await gate.ready;
  return gate;
};

/** Told as an uncaught error is. */
export const reported = () => {
  const told = vi.fn();
  vi.stubGlobal("reportError", told);
  finally_(() => vi.unstubAllGlobals());
  return told;
};
