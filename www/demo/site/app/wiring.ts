import { find } from "./element.js";
import { stage } from "./stage.js";

// The application beside its source is another script, which knows nothing of the demo controls: they press its own button.
stage({
  account: () => location.reload(),
  platform: () => document.getElementById("check-again")?.click(),
});

for (const button of document.querySelectorAll<HTMLButtonElement>("[data-copy]")) {
  button.addEventListener("click", () => void copy(button));
}

async function copy(button: HTMLButtonElement): Promise<void> {
  const source = button.closest(".source");
  const name = source?.querySelector("h2, summary")?.textContent ?? "";
  const copied = await navigator.clipboard.writeText(source?.querySelector("pre")?.textContent ?? "").then(
    () => true,
    () => false,
  );
  button.textContent = copied ? "Copied" : "Not copied";
  find("copied", HTMLElement).textContent = copied ? `${name} is copied.` : `${name} can't be copied here.`;
  button.addEventListener(
    "blur",
    () => {
      button.textContent = "Copy";
    },
    { once: true },
  );
}
