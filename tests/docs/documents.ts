/** What stands in the repository's Markdown, as GitHub reads it. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import MarkdownIt, { type Token } from "markdown-it";

const root = path.resolve(import.meta.dirname, "../..");
export const at = (...below: string[]) => path.join(root, ...below);

const markdown = new MarkdownIt({ html: true });

/** A fenced block, and the comment before it that says how it is held to what is run: `<!-- kind: name -->`. */
export interface Block {
  readonly document: string;
  readonly line: number;
  readonly language: string;
  readonly text: string;
  readonly kind: string | null;
  readonly name: string;
}

export const textOf = (document: string): string => readFileSync(at(document), "utf8");
export const tokensOf = (document: string): Token[] => markdown.parse(textOf(document), {});

/** At the top, and in the folders that have any. */
export const documents = (): string[] => {
  const below = ["docs", "www"].flatMap((folder) =>
    readdirSync(at(folder), { recursive: true, encoding: "utf8" }).map((file) =>
      path.posix.join(folder, file),
    ),
  );
  const files = [...readdirSync(at()), ...below];
  return files.filter((file) => file.endsWith(".md") && !file.includes("node_modules")).sort();
};

/** Those that people write. What TypeDoc writes shows declarations, and no examples. */
export const written = (): string[] => documents().filter((file) => !file.startsWith("docs/api/"));

const MARKER = /^<!-- (\w+)(?:: (\S+))? -->\s*$/;

export const blocksOf = (document: string): Block[] => {
  const tokens = tokensOf(document);
  return tokens.flatMap((token, place) => {
    if (token.type !== "fence") return [];
    const before = tokens[place - 1];
    const [, kind = null, name = ""] = (before?.type === "html_block" && MARKER.exec(before.content)) || [];
    const line = (token.map?.[0] ?? 0) + 1;
    return [{ document, line, language: token.info.trim(), text: token.content, kind, name }];
  });
};

export const blocks = (): Block[] => written().flatMap(blocksOf);
export const placeOf = ({ document, line }: Block): string => `${document}:${line}`;
