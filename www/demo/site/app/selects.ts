import { call } from "./api.js";
import { find } from "./element.js";
import { nameOf, type Organization } from "./organizations.js";

interface Vote {
  readonly id: string;
  readonly title: string;
  readonly emailOtp: boolean;
  readonly smsOtp: boolean;
}

interface Choice {
  readonly value: string;
  readonly text: string;
}

export function organizationOptions(organizations: readonly Organization[] | null): void {
  const choices = organizations?.map((each) => ({ value: each.address, text: nameOf(each) })) ?? null;
  offer(find("organization", HTMLSelectElement), choices, "Create an organization first");
}

/** The published votes, in every select that asks for one. */
export class VoteOptions {
  #asked = 0;

  async load(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const choices = await votes();
    if (asked !== this.#asked) return;
    for (const select of document.querySelectorAll<HTMLSelectElement>("select.votes")) {
      offer(select, choices, "Publish a vote first");
    }
  }
}

async function votes(): Promise<Choice[] | null> {
  try {
    const { processes } = await call<{ processes: Vote[] }>("GET", "/api/processes");
    return processes.map((vote) => ({ value: vote.id, text: labelOf(vote) }));
  } catch {
    return null;
  }
}

function labelOf({ title, emailOtp, smsOtp }: Vote): string {
  const channels = [...(emailOtp ? ["e-mail"] : []), ...(smsOtp ? ["SMS"] : [])];
  return channels.length > 0 ? `${title} (${channels.join(", ")})` : title;
}

/** Keeps what was chosen, where it is still there. */
export function offer(select: HTMLSelectElement, choices: readonly Choice[] | null, none: string): void {
  const chosen = select.value;
  const options = (choices ?? []).map(({ value, text }) => new Option(text, value));
  if (options.length === 0) options.push(new Option(choices === null ? "Can't be loaded now" : none, ""));
  select.replaceChildren(...options);
  if (options.some(({ value }) => value === chosen)) select.value = chosen;
}
