import { custom, QuotaError } from "quota-gate";
import { describe, expect, test } from "vitest";
import type { PostOptions } from "./post.js";
import { thrownBy } from "./support.js";

describe("a description that makes no sense is refused at once, by the path of what is wrong", () => {
  const good = { limit: "/l", used: "/u" };
  const withEmails = (emails: unknown) => ({ resources: { emails } });

  test.each<[string, Record<string, unknown>, RegExp]>([
    ["no name", { name: undefined }, /^name must be what the platform is called/],
    ["an empty name", { name: "" }, /^name/],
    ["no resources", { resources: undefined }, /^resources must be an object such as/],
    ["none", { resources: {} }, /^resources/],
    ["a list of them", { resources: [good] }, /^resources/],
    ["a resource that is a pointer", withEmails("/l"), /^resources\.emails must be an object/],
    [
      "a field that is none",
      withEmails({ ...good, limts: "/l" }),
      /^resources\.emails must be about limit, used.*"limts"/,
    ],
    [
      "a pointer without its slash",
      withEmails({ ...good, limit: "l" }),
      /^resources\.emails\.limit must be a JSON Pointer.*got "l"/,
    ],
    ["a pointer with a stray tilde", withEmails({ ...good, used: "/a~2" }), /^resources\.emails\.used/],
    ["a pointer that is none", withEmails({ ...good, resetsAt: 3 }), /^resources\.emails\.resetsAt/],
    [
      "a usage alone",
      withEmails({ used: "/u" }),
      /^resources\.emails must be where two of limit, used and remaining/,
    ],
    ["a limit alone, and nobody who counts", withEmails({ limit: "/l" }), /^resources\.emails/],
    [
      "one value that means unlimited, and no list",
      withEmails({ ...good, unlimited: -1 }),
      /^resources\.emails\.unlimited must be an array/,
    ],
    [
      "values that mean unlimited, of no limit",
      withEmails({ remaining: "/r", unlimited: [-1] }),
      /^resources\.emails\.unlimited must be values of limit/,
    ],
    [
      "an option that is none",
      { remedies: () => null },
      /^custom's options must be about name, .*"remedies"/,
    ],
    [
      "a fraction that means unlimited",
      withEmails({ ...good, unlimited: [1.5] }),
      /^resources\.emails\.unlimited/,
    ],
    [
      "an object that means unlimited",
      withEmails({ ...good, unlimited: [{ absent: false }] }),
      /^resources\.emails\.unlimited/,
    ],
    [
      "a name that every object has",
      { resources: { constructor: good } },
      /^resources must be of names .*, got "constructor"/,
    ],
    ["a resource without a name", { resources: { "": good } }, /^resources must be of names/],
    [
      "an action by a name that every object has",
      { actions: { toString: { emails: 1 } } },
      /^actions must be of names .*, got "toString"/,
    ],
    ["a prototype", { actions: JSON.parse('{ "__proto__": { "emails": 1 } }') }, /^actions must be of names/],
    ["time that runs back", withEmails({ ...good, settleAfter: -1 }), /^resources\.emails\.settleAfter/],
    [
      "time without end",
      withEmails({ ...good, settleAfter: Number.POSITIVE_INFINITY }),
      /^resources\.emails\.settleAfter/,
    ],
    ["an empty label", withEmails({ ...good, label: "" }), /^resources\.emails\.label/],
    ["no actions", { actions: undefined }, /^actions must be an object/],
    ["none of them", { actions: {} }, /^actions/],
    [
      "an action that is a number",
      { actions: { send: 1 } },
      /^actions\.send must be an object such as \{ emails: 1 \}/,
    ],
    [
      "an action of what isn't there",
      { actions: { send: { fax: 1 } } },
      /^actions\.send must be about emails, got "fax"/,
    ],
    [
      "fewer than no units",
      { actions: { send: { emails: -1 } } },
      /^actions\.send\.emails must be a whole number/,
    ],
    ["half a unit", { actions: { send: { emails: 0.5 } } }, /^actions\.send\.emails/],
    [
      "units without end",
      { actions: { send: { emails: Number.POSITIVE_INFINITY } } },
      /^actions\.send\.emails/,
    ],
    ["a select that is a pointer", { select: "/a" }, /^select must be a function/],
    ["a usage that is a number", { usage: 3 }, /^usage must be a function/],
    ["a refusal that is a resource", { refusal: "emails" }, /^refusal must be a function/],
    ["a remedy that is a link", { remedy: "https://…" }, /^remedy must be a function/],
    ["a switch that is one", { enabled: true }, /^enabled must be a JSON Pointer/],
  ])("%s", (_, wrong, message) => {
    const options = { name: "post", resources: { emails: good }, actions: { send: { emails: 1 } }, ...wrong };
    const error = thrownBy(() => custom(options as unknown as PostOptions));
    expect(error).toBeInstanceOf(QuotaError);
    expect(error).toMatchObject({
      code: "invalid-options",
      retryable: false,
      message: expect.stringMatching(message),
    });
  });

  test.each([undefined, null, 3, []])("%j is none", (options) => {
    expect(() => custom(options as unknown as PostOptions)).toThrow(
      expect.objectContaining({ code: "invalid-options" }),
    );
  });

  test("and what it quotes is short, and never an object's content", () => {
    const told = (limit: unknown) =>
      thrownBy(() =>
        custom({ name: "post", resources: { emails: { ...good, limit } }, actions: { send: {} } } as never),
      );
    expect(told("s".repeat(99))).toMatchObject({
      message: expect.stringMatching(/a string of 99 characters$/),
    });
    expect(told({ token: "s3cret" })).toMatchObject({ message: expect.stringMatching(/got an object$/) });
  });

  test.each<[string, Partial<Record<string, unknown>>]>([
    ["pointers of every kind", { emails: { limit: "/a~1b/~0/0/", used: "/", resetsAt: "" } }],
    ["what remains alone", { emails: { remaining: "/r" } }],
    [
      "all there is",
      { emails: { ...good, unlimited: [0, null, "", { absent: true }], settleAfter: 0, label: "x" } },
    ],
    ["odd names", { emails: good, "a.b/c d": good, 7: good, é: good }],
  ])("and one that makes sense isn't: %s", (_, resources) => {
    const options = { name: "post", resources, actions: { send: {} } } as unknown as PostOptions;
    expect(custom(options).resources).toEqual(Object.keys(resources));
  });
});
