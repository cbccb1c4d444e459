import { text } from "../../json";
import { compactJson } from "../../reply";
import { DidomiError } from "../error";
import { keyNamed } from "../keys";
import type { Route } from "../route";

const open: Route = {
  method: "POST",
  path: "/v1/sessions",
  basis: "documented",
  access: "public",
  handle({ platform, body }) {
    const request = body();
    const key = keyNamed({ key: text(request, "key"), secret: text(request, "secret") });
    if (text(request, "type") !== "api-key" || key === null) {
      throw new DidomiError("BadRequest", "Invalid authentication information");
    }
    return compactJson({ access_token: platform.sessions.open(key, platform.clock.now()) }, 201);
  },
};

export const sessionRoutes: readonly Route[] = [open];
