import type { BoundGate, Params } from "../../../www/lib/bind/gate.js";
import { bind } from "../../../www/lib/bind/index.js";
import type { BindOptions, Decision, Phase, Verdict } from "../../../www/lib/types.js";

/** What the gate is to answer. A denial can be made to depend on the number of voters. */
export interface Answer {
  verdict: Verdict;
  allowed: boolean;
  message: string;
  phase: Phase;
  maxVoters: number;
}

export interface BindRequest {
  /** A selector; left out: the document. `shadow` takes the element's shadow root. */
  root?: string;
  shadow?: boolean;
  mode?: BindOptions["mode"];
  reason?: "after" | "none" | "log";
}

/** A gate that answers as it is told. */
class FakeGate implements BoundGate {
  readonly provider = {
    params: {
      publishProcess: {
        count: "amount",
        voters: "amount",
        questions: "amount",
        emailOtp: "flag",
        smsOtp: "flag",
      },
      createManagedOrg: { count: "amount" },
      attachExportDestination: { count: "amount", configId: "scope" },
    },
  } as const;
  readonly asked: Record<string, Params> = {};
  readonly #listeners = new Set<() => void>();
  readonly #answers = new Map<string, Partial<Answer>>();
  readonly #decisions = new Map<string, Decision>();

  get state(): { phase: Phase } {
    return { phase: this.#answers.get("*")?.phase ?? "ready" };
  }

  get subscribers(): number {
    return this.#listeners.size;
  }

  set(answer: Partial<Answer>, action = "*"): void {
    this.#answers.set(action, { ...this.#answers.get(action), ...answer });
    this.#decisions.clear();
    for (const listener of this.#listeners) listener();
  }

  check(action: string, params: Params): Decision {
    lab.asks += 1;
    this.asked[action] = params;
    const question = JSON.stringify([action, params]);
    const decision = this.#decisions.get(question) ?? this.#decide(action, params);
    this.#decisions.set(question, decision);
    return decision;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  mostOf(params: Params, name: string): string | null {
    const { maxVoters } = { ...this.#answers.get("*"), ...this.#answers.get("publishProcess") };
    const isTooLarge = name === "voters" && maxVoters !== undefined && Number(params[name]) > maxVoters;
    return isTooLarge ? `At most ${maxVoters} voters.` : null;
  }

  #decide(action: string, params: Params): Decision {
    const answer = { ...this.#answers.get("*"), ...this.#answers.get(action) };
    const { maxVoters = Number.POSITIVE_INFINITY } = answer;
    const verdict = answer.verdict ?? (Number(params["voters"] ?? 0) > maxVoters ? "deny" : "allow");
    return {
      action,
      verdict,
      allowed: answer.allowed ?? verdict === "allow",
      reason: verdict === "deny" ? "limit-reached" : verdict === "pending" ? "loading" : "within-limits",
      blockers: [],
      warnings: [],
      max: null,
      maxParams: { voters: maxVoters },
      wouldDeny: null,
      remedy: null,
      message:
        answer.message ?? { allow: "Fine.", deny: "No room.", pending: "Checking…", unknown: "?" }[verdict],
      asOf: null,
      stale: false,
    };
  }
}

/** The page's side of the tests. */
class Lab {
  readonly gates = [new FakeGate(), new FakeGate()] as const;
  log: string[] = [];
  writes: string[] = [];
  /** How often a gate was asked. */
  asks = 0;
  readonly #undos: (() => void)[] = [];

  bind({ root, shadow, mode, reason }: BindRequest, gate: 0 | 1): number {
    const element = root === undefined ? document : document.querySelector(root);
    const place = shadow && element instanceof Element ? element.shadowRoot : element;
    if (!place) throw new Error(`nothing at ${root}`);
    const options: BindOptions = {
      onDenied: (control, decision) => this.#note("onDenied", control, decision.message),
    };
    if (mode) options.mode = mode;
    if (reason === "log") options.reason = (control, { message }) => this.#note("reason", control, message);
    else if (reason) options.reason = reason;
    return this.#undos.push(
      bind(this.gates[gate], place, options, {
        denied: ({ action }) => this.log.push(`denied ${action}`),
        intent: () => this.log.push("intent"),
        mostOf: (_decision, params, name) => this.gates[gate].mostOf(params, name),
        complain: (message) => this.log.push(`complain ${message}`),
      }),
    );
  }

  undo(number?: number): void {
    for (const undo of number ? this.#undos.slice(number - 1, number) : this.#undos) undo();
  }

  /** Collects every write to the document from now on. */
  watch(): void {
    const observer = new MutationObserver((records) => {
      for (const { type, target, attributeName } of records) {
        this.writes.push(`${type} ${target.nodeName} ${attributeName ?? ""}`.trim());
      }
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  }

  /** Logs what reaches the application, and keeps the page from going anywhere. */
  listen(target: Node): void {
    for (const type of ["click", "auxclick", "keydown", "keyup", "submit", "change"]) {
      target.addEventListener(type, (event) => {
        const { target: hit } = event;
        const key = event instanceof KeyboardEvent ? ` ${event.key}` : "";
        if (!key.startsWith(" Tab")) this.#note(`app ${type}${key}`, hit);
        if (type === "submit") event.preventDefault();
      });
    }
  }

  #note(what: string, target: EventTarget | null, message = ""): void {
    this.log.push(
      `${what} ${target instanceof Element ? target.id || target.localName : ""} ${message}`.trim(),
    );
  }
}

declare global {
  var lab: Lab;
}
globalThis.lab = new Lab();
document.addEventListener("DOMContentLoaded", () => lab.listen(document.body));
