import { QuotaError } from "../error.js";
import { isGood, type Reply, shapeOf } from "../reply.js";

/** Whose records a token sees, where that is one organization. */
export const organizationIn = (reply: Reply): string | QuotaError => {
  const { status, body } = reply;
  const { data = body } = shapeOf(body);
  if (!isGood(reply) || !Array.isArray(data)) {
    const retryable = status === 429 || status >= 500;
    const code = status === 401 ? "unauthorized" : "bad-response";
    return new QuotaError(code, "the list of quotas can't be read", { status, retryable });
  }
  const ids = new Set(data.map((record) => shapeOf(record)["organization_id"]));
  const [id, ...others] = [...ids].filter((each): each is string => typeof each === "string" && each !== "");
  if (id !== undefined && others.length === 0) return id;
  return new QuotaError(
    "invalid-options",
    `organizationId is missing: the token sees ${id === undefined ? "no record that says whose it is" : "records of several organizations"}`,
  );
};
