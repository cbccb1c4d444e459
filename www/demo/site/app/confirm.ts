import { find } from "./element.js";

/** Asks before a deletion; the focus goes back to where it was. */
export function confirmDeletion(name: string): Promise<boolean> {
  const dialog = find("confirm", HTMLDialogElement);
  find("confirm-title", HTMLElement).textContent = `Delete ${name}?`;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "delete"), { once: true });
  });
}
