import { randomUUID } from "node:crypto";
import { type RequestHandler, Router } from "express";

export type Role = "customer" | "staff";

/** Which pages are whose. */
const PAGES: Readonly<Record<Role, string[]>> = {
  customer: ["/", "/exports", "/wiring/*name"],
  staff: ["/console"],
};

/**
 * Who asks. Whoever opens a page is taken for whom it is made, and gets a session with it: a real company would ask for more first, and
 * have a session for each person.
 */
export class Sessions {
  readonly #ids: Readonly<Record<Role, string>> = { customer: randomUUID(), staff: randomUUID() };

  /** Begins one with each page. */
  pages(): Router {
    const router = Router();
    for (const role of ["customer", "staff"] as const) {
      router.get(PAGES[role], (_req, res, next) => {
        res.cookie(role, this.#ids[role], { httpOnly: true, sameSite: "strict", path: "/api" });
        next();
      });
    }
    return router;
  }

  /** Lets the role pass. Nobody is told to sign in who has. */
  authorize(role: Role): (request: Request) => boolean | Response {
    return ({ headers }) => {
      const status = this.#refusal(role, headers.get("Cookie") ?? "");
      return status === 403 ? Response.json(NOT_YOURS, { status, headers: NOT_KEPT }) : status === null;
    };
  }

  /** The same, for routes of Express's. */
  only(role: Role): RequestHandler {
    return (req, res, next) => {
      const status = this.#refusal(role, req.headers.cookie ?? "");
      if (status === null) next();
      else res.status(status).json(status === 403 ? NOT_YOURS : { error: "not signed in" });
    };
  }

  #refusal(role: Role, cookie: string): 401 | 403 | null {
    const held = cookie.split(/; */);
    const has = (role: Role) => held.includes(`${role}=${this.#ids[role]}`);
    if (has(role)) return null;
    return has("customer") || has("staff") ? 403 : 401;
  }
}

const NOT_YOURS = { error: "this is not for you to see" };
const NOT_KEPT = { "Cache-Control": "no-store" };
