/** What the documents link to is there: the file, and the heading or the anchor in it. */
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import GithubSlugger from "github-slugger";
import type { Token } from "markdown-it";
import { expect, test } from "vitest";
import { at, documents, tokensOf } from "./documents.js";

const all = documents();

const inline = (document: string): Token[] =>
  tokensOf(document).flatMap((token) => [token, ...(token.children ?? [])]);

const textIn = (token: Token | undefined): string =>
  (token?.children ?? [])
    .filter(({ type }) => type === "text" || type === "code_inline" || type === "text_special")
    .map(({ content }) => content)
    .join("");

/** As GitHub names headings, and what has an id by hand. */
const anchorsOf = (document: string): Set<string> => {
  const slugger = new GithubSlugger();
  const tokens = tokensOf(document);
  const headings = tokens.flatMap((token, place) =>
    token.type === "heading_open" ? [slugger.slug(textIn(tokens[place + 1]))] : [],
  );
  const html = inline(document).filter(({ type }) => type === "html_inline" || type === "html_block");
  const ids = html.flatMap(({ content }) =>
    [...content.matchAll(/\bid="([^"]+)"/g)].map(([, id = ""]) => id),
  );
  return new Set([...headings, ...ids]);
};

const anchors = new Map(all.map((document) => [document, anchorsOf(document)]));

const linksOf = (document: string): string[] => {
  const tokens = inline(document);
  const links = tokens.flatMap((token) => [token.attrGet("href"), token.attrGet("src")]);
  return links.filter((link) => link !== null);
};

/** Why a link leads nowhere, or nothing. */
const fault = (document: string, link: string): string | null => {
  if (/^(?:https|mailto):/.test(link)) return null;
  if (/^[a-z]+:|^\//i.test(link)) return `${link} is neither https nor relative`;
  const [file = "", anchor] = decodeURI(link).split("#");
  const target = file === "" ? document : path.join(path.dirname(document), file);
  if (target.startsWith("..") || !existsSync(at(target))) return `${link}: no file ${target}`;
  if (anchor === undefined || statSync(at(target)).isDirectory()) return null;
  const known = anchors.get(target);
  if (!known) return `${link}: ${target} is no document`;
  return known.has(anchor) ? null : `${link}: ${target} has no such heading`;
};

test.each(all)("%s links to what there is", (document) => {
  const faults = linksOf(document).map((link) => fault(document, link));
  expect(faults.filter((each) => each !== null)).toEqual([]);
});

test("a link is missed where the file or the heading isn't there", () => {
  expect(fault("README.md", "docs/nowhere.md")).toContain("no file docs/nowhere.md");
  expect(fault("README.md", "CONTRIBUTING.md#no-such-heading")).toContain("no such heading");
  expect(fault("README.md", "#no-such-heading")).toContain("no such heading");
  expect(fault("docs/faults.md", "../../outside.md")).toContain("no file");
  expect(fault("README.md", "CONTRIBUTING.md#rules")).toBeNull();
});

test("the README leads to every guide and every page of the reference, by one step or two", () => {
  const near = (document: string): string[] =>
    linksOf(document)
      .filter((link) => /\.md(?:#|$)/.test(link) && !/^[a-z]+:/i.test(link))
      .map((link) => path.join(path.dirname(document), link.replace(/#.*/, "")));
  const reached = new Set(near("README.md").flatMap((document) => [document, ...near(document)]));
  const wanted = all.filter((document) => /^docs\/(?:guides|api)\//.test(document));
  expect(wanted.filter((document) => !reached.has(document))).toEqual([]);
});
