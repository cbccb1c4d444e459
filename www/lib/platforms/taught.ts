import { QuotaError } from "../error.js";
import { report } from "../events.js";
import { optionalFunction } from "../options.js";
import type { Platform } from "../provider.js";
import { shapeOf } from "../reply.js";

type Refusal = (body: unknown, status: number) => { resource: string; remaining?: number } | null;

/**
 * A refusal read by the application, as the core takes it: the resource by its place. Without one, or where it finds nothing, it isn't
 * about quotas. A mistake in it is the application's, and no reason to lose the refusal itself.
 */
export const taught = (resources: readonly string[], refusal: Refusal | undefined): Platform["refusal"] => {
  const read = optionalFunction("refusal", refusal);
  return (body, status) => {
    try {
      const { resource, remaining } = shapeOf(read?.(body, status));
      if (resource === undefined) return undefined;
      const place = resources.indexOf(resource as string);
      if (place >= 0) return { resource: place, remaining };
      throw new QuotaError("invalid-options", `refusal must name one of ${resources.join(", ")}`);
    } catch (error) {
      report(error);
      return undefined;
    }
  };
};
