import { readFileSync } from "node:fs";
import { resolve } from "node:path";

export interface Page {
  readonly path: string;
  readonly file: string;
  /** Where the demo's own links lead, on the one that this page belongs to. */
  readonly platform: string;
}

/** A page with what it has in common with others, `<!-- include … -->`, in its place. */
export function pageOf(site: string, { path, file, platform }: Page): string {
  const read = (name: string) => readFileSync(resolve(site, name), "utf8");
  const html = read(file).replace(/<!-- include ([a-z]+) -->/g, (_, part) => read(`parts/${part}.html`));
  const current = path === platform ? "page" : "true";
  return html.replace(`<a data-platform href="${platform}"`, `$& aria-current="${current}"`);
}
