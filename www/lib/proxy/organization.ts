import { QuotaError } from "../error.js";
import { shapeOf } from "../reply.js";

/** Whose records a token sees, where that is one organization. */
export const organizationIn = (list: unknown): string | QuotaError => {
  const { data = list } = shapeOf(list);
  if (!Array.isArray(data)) return new QuotaError("bad-response", "the list of quotas can't be read");
  const ids = new Set(data.map((record) => shapeOf(record)["organization_id"]));
  const [id, ...others] = [...ids].filter((each): each is string => typeof each === "string" && each !== "");
  if (id !== undefined && others.length === 0) return id;
  return new QuotaError(
    "invalid-options",
    `organizationId is missing: the token sees ${id === undefined ? "no record that says whose it is" : "records of several organizations"}`,
  );
};
