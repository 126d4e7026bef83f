// Judging pairs by keyboard: y same, n different, u unsure. Keys are off inside inputs.

const form = document.querySelector<HTMLFormElement>("#judge");

document.addEventListener("keydown", (event) => {
  const target = event.target as HTMLElement;
  if (!form || event.ctrlKey || event.metaKey || event.altKey || target.closest("input, textarea, select")) return;
  const button = form.querySelector<HTMLButtonElement>(`button[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!button) return;
  event.preventDefault();
  form.requestSubmit(button);
});

export {};
