import type { JsonObject } from "./json";

/** What goes wrong. Delays are real time; everything else is at once. */
export type Fault =
  | { readonly kind: "delay"; readonly ms: number }
  | { readonly kind: "status"; readonly status: number; readonly body: string; readonly contentType: string }
  | { readonly kind: "cut" }
  | { readonly kind: "close" }
  | { readonly kind: "hang" }
  | { readonly kind: "html" }
  | { readonly kind: "redirect"; readonly to: string }
  /** The true answer with these fields put over it: `{ "usage": { "managedOrgs": 0 } }`. */
  | { readonly kind: "lie"; readonly over: JsonObject };

export const FAULT_KINDS = ["delay", "status", "cut", "close", "hang", "html", "redirect", "lie"] as const;

export interface FaultRule {
  readonly fault: Fault;
  /** An exact path, or one that ends in `*`; without it, every path of the platform. */
  readonly path?: string;
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
  if (rule.method !== undefined && rule.method !== method) return false;
  if (rule.path === undefined) return true;
  return rule.path.endsWith("*") ? path.startsWith(rule.path.slice(0, -1)) : path === rule.path;
}
