import type { JsonObject } from "./json";

/** What goes wrong. Delays are real time; everything else is at once. */
export type Fault =
  | { readonly kind: "delay"; readonly ms: number }
  | {
      readonly kind: "status";
      readonly status: number;
      readonly body: string;
      readonly contentType: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: "cut" }
  | { readonly kind: "close" }
  /** As a firewall does it: TCP's RST. */
  | { readonly kind: "reset" }
  | { readonly kind: "hang" }
  | { readonly kind: "html" }
  | { readonly kind: "redirect"; readonly to: string }
  /** The true answer with these fields put over it: `{ "usage": { "managedOrgs": 0 } }`; a list's items by their place. */
  | { readonly kind: "lie"; readonly over: JsonObject }
  /** Another protocol answers. */
  | { readonly kind: "garbage" }
  /** The true answer, under more headers than clients take. */
  | { readonly kind: "headers" }
  /** The true answer, announced as so many bytes longer than it is, or shorter. */
  | { readonly kind: "length"; readonly by: number }
  /** The true answer, gzipped and half of it, or announced as gzip and plain. Its length is announced as sent. */
  | { readonly kind: "gzip"; readonly as: GzipFault }
  | { readonly kind: "charset"; readonly as: Charset }
  /** The true answer begins, and goes on for as long as anyone listens. */
  | { readonly kind: "endless" }
  /** The true answer, a byte at a time. */
  | { readonly kind: "drip"; readonly ms: number }
  /** The true answer without the headers that let other origins' pages read it. */
  | { readonly kind: "no-cors" };

export const GZIP_FAULTS = ["half", "plain"] as const;
export type GzipFault = (typeof GZIP_FAULTS)[number];

export const CHARSETS = ["utf-8-bom", "utf-16"] as const;
export type Charset = (typeof CHARSETS)[number];

export const FAULT_KINDS = [
  "delay",
  "status",
  "cut",
  "close",
  "reset",
  "hang",
  "html",
  "redirect",
  "lie",
  "garbage",
  "headers",
  "length",
  "gzip",
  "charset",
  "endless",
  "drip",
  "no-cors",
] as const satisfies readonly Fault["kind"][];

export interface FaultRule {
  readonly fault: Fault;
  /** An exact path, or one that ends in `*`; without it, every path of every platform. */
  readonly path?: string;
  /** `OPTIONS` meets preflights, which nothing else does. */
  readonly method?: string;
  /** How many requests it meets; without it, all until cleared. */
  readonly times?: number;
}

interface Armed {
  readonly rule: FaultRule;
  left: number;
}

/** The faults waiting for a request; the first that matches is taken. */
export class Faults {
  #armed: Armed[] = [];

  add(rule: FaultRule): void {
    this.#armed.push({ rule, left: rule.times ?? Number.POSITIVE_INFINITY });
  }

  list(): readonly FaultRule[] {
    return this.#armed.map(({ rule }) => rule);
  }

  clear(): void {
    this.#armed = [];
  }

  take(method: string, path: string): Fault | null {
    const armed = this.#armed.find(({ rule }) => meets(rule, method, path));
    if (armed === undefined) return null;
    armed.left -= 1;
    this.#armed = this.#armed.filter(({ left }) => left > 0);
    return armed.rule.fault;
  }
}

function meets(rule: FaultRule, method: string, path: string): boolean {
  if (rule.method === undefined ? method === "OPTIONS" : rule.method !== method) return false;
  if (rule.path === undefined) return true;
  return rule.path.endsWith("*") ? path.startsWith(rule.path.slice(0, -1)) : path === rule.path;
}
