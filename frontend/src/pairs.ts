// Judging pairs by keyboard: y same, n different, u unsure. Keys are off inside inputs, and where somebody turned them off.
import { keysOn, turnKeys } from "./switch";

const form = document.querySelector<HTMLFormElement>("#judge");

if (form) {
  const label = document.createElement("label");
  const box = document.createElement("input");
  label.className = "check";
  box.type = "checkbox";
  box.checked = keysOn();
  box.addEventListener("change", () => turnKeys(box.checked));
  label.append(box, " Single keys act");
  form.append(label);
}

document.addEventListener("keydown", (event) => {
  const target = event.target as HTMLElement;
  if (!form || !keysOn() || event.ctrlKey || event.metaKey || event.altKey || target.closest("input:not([type=checkbox]), textarea, select")) return;
  const button = form.querySelector<HTMLButtonElement>(`button[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!button) return;
  event.preventDefault();
  form.requestSubmit(button);
});
