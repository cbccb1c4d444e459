import { find } from "./element.js";

/** What can be broken, what is, and a button that mends it. */
export class Breaking {
  readonly #panel = find("breaking", HTMLElement);
  readonly #opener = find("stage-break", HTMLButtonElement);
  readonly #mend = find("mend", HTMLButtonElement);
  readonly #buttons = [...this.#panel.querySelectorAll<HTMLButtonElement>("[data-break]")];
  #broken: string | null = null;

  constructor(choose: (broken: string | null) => void) {
    this.#opener.addEventListener("click", () => {
      this.#panel.hidden = !this.#panel.hidden;
      this.#opener.ariaExpanded = String(!this.#panel.hidden);
    });
    for (const button of this.#buttons) {
      const { break: name = null } = button.dataset;
      // Pressed once more, it is whole again.
      button.addEventListener("click", () => choose(name === this.#broken ? null : name));
    }
    this.#mend.addEventListener("click", () => choose(null));
  }

  show(broken: string | null): void {
    this.#broken = broken;
    const said = this.#buttons.find(({ dataset }) => dataset["break"] === broken);
    for (const button of this.#buttons) button.ariaPressed = String(button === said);
    find("broken", HTMLElement).textContent = said ? sentenceOf(said) : "";
    // The button that was just pressed goes away.
    if (!said && document.activeElement === this.#mend) this.#opener.focus();
    this.#mend.hidden = !said;
  }
}

/** "The platform", "Is slow": one sentence. */
function sentenceOf(button: HTMLButtonElement): string {
  const subject = button.closest("fieldset")?.querySelector("legend")?.textContent ?? "";
  const text = button.textContent ?? "";
  return `${subject} ${text.charAt(0).toLowerCase()}${text.slice(1)}.`;
}
