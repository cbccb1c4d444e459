import { targetOf } from "../endpoint.js";
import type { Options } from "./options.js";

/** What a visitor asks for. */
export interface Asked {
  /** Of the answer, by its place. */
  readonly part: number;
  /** Whose, where a page says so. */
  readonly organization: string | null;
}

const WHOLE: Asked = { part: 0, organization: null };

/** Reads what is asked for, wherever the proxy is mounted. Nothing where there is no such list, whose name is told. */
export const routing = ({ isListed, platformOf }: Options) => {
  const platform = platformOf(undefined);
  // Checked here, so that a mistake shows when the server starts.
  targetOf(platform);
  const lists = isListed ? platform.parts.flatMap((part) => ("path" in part ? [part.path] : [])) : [];

  function listOf(request: Request): Asked | undefined {
    const { pathname, searchParams } = new URL(request.url);
    // By no regular expression: a path of nothing but slashes would take one a time that grows with its square.
    const part = lists.findIndex((path) => pathname.endsWith(path) || pathname.endsWith(`${path}/`));
    return part < 0 ? undefined : { part, organization: searchParams.get("organization_id") };
  }

  return { lists, read: isListed ? listOf : () => WHOLE };
};
