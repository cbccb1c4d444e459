import type { GateOptions } from "quota-gate";
import { describe, expect, test } from "vitest";
import { insideOf } from "../../www/lib/inside.js";
import { GUIDE, gateOver } from "./support.js";

/** What the field of a parameter is told. */
const toldOf = async (options: GateOptions = {}) => {
  const { gate } = await gateOver([GUIDE], { locale: "en", ...options });
  await gate.ready;
  const told = (
    params: { voters?: number; questions?: number; count?: number; emailOtp?: boolean },
    name: string,
  ) => insideOf(gate)?.mostOf(gate.check("publishProcess", params), params, name);
  return { gate, told };
};

describe("what a form's field is told", () => {
  test("the largest value that fits, of the parameter that stands in it", async () => {
    const { told } = await toldOf({ revealMax: true });
    const params = { voters: 500, questions: 2, emailOtp: true };
    expect(told(params, "voters")).toBe("At most 413 voters.");
    expect(told({ voters: 400, questions: 3 }, "voters")).toBe("At most 288 voters.");
    expect(told({ voters: 400, questions: 3 }, "questions")).toBe("At most 2 questions.");
    expect(told({ count: 9 }, "count")).toBe("At most 8 at once.");
  });

  test("nothing where its value isn't what is in the way", async () => {
    const { told } = await toldOf({ revealMax: true });
    expect(told({ voters: 100 }, "voters")).toBeNull();
    expect(told({ voters: 500, emailOtp: true }, "count")).toBeNull();
    expect(told({ voters: 500, emailOtp: true }, "questions"), "fewer questions help no e-mail").toBeNull();
    expect(told({ voters: 500, emailOtp: true }, "faxes"), "no such parameter").toBeNull();
  });

  test("no number where the customer isn't to know", async () => {
    const { told } = await toldOf();
    expect(told({ voters: 500, emailOtp: true }, "voters")).toBe(
      "This can't be published right now. Please contact support.",
    );
  });

  test("the number, for operators", async () => {
    const { told } = await toldOf({ audience: "operator" });
    expect(told({ voters: 500, emailOtp: true }, "voters")).toBe("At most 413 voters.");
  });

  test("no number where what others hold may be free in a moment", async () => {
    const { gate, told } = await toldOf({ revealMax: true });
    gate.hold("sendEmailOtp", { count: 400 });
    expect(told({ voters: 100, emailOtp: true }, "voters")).toBe(
      "This can't be published right now. Please wait a moment.",
    );
  });

  test("the application's own sentence, where it has one", async () => {
    const { told } = await toldOf({ revealMax: true, message: () => "Too many." });
    expect(told({ voters: 500, emailOtp: true }, "voters")).toBe("Too many.");
  });

  test("in the language of the gate", async () => {
    const { told } = await toldOf({ revealMax: true, locale: "es" });
    expect(told({ voters: 500, emailOtp: true }, "voters")).toMatch(/413 votantes/);
  });
});
