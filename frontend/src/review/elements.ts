// How the review island makes elements: text is always text, so nothing of a dispatch becomes markup.

type Given = Record<string, string | number | boolean | null | undefined | ((event: Event) => void)>;

/** An element with attributes (`onclick` and the like: listeners; false or null: left out) and children. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, given: Given = {}, ...children: (Node | string)[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === "function") made.addEventListener(name.replace(/^on/, ""), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, String(value));
  }
  made.append(...children);
  return made;
}

/** The element with this id; the page's template has it. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no element ${id}`);
  return found as T;
}

let labelled = 0;

/** A labelled field. */
export function field(label: string, input: HTMLElement): HTMLElement {
  input.id ||= `field-${++labelled}`;
  return h("div", {}, h("label", { for: input.id }, label), input);
}

/** A select over values; `""` stands for "not told". */
export function select(values: readonly string[], chosen: string | null, change: (value: string) => void): HTMLSelectElement {
  const made = h("select", { onchange: () => change(made.value) });
  for (const value of values) made.append(h("option", { value, selected: value === (chosen ?? "") }, value === "" ? "not told" : value.replaceAll("_", " ")));
  made.value = chosen ?? "";
  return made;
}

/**
 * Ask in a modal dialog; resolves when it is closed, with the value of the button that closed it.
 * `unasked`: it comes up while somebody may be typing, so that no key pressed then answers it.
 */
export async function dialog(title: string, content: (Node | string)[], buttons: [value: string, label: string][], unasked = false): Promise<string> {
  const before = document.activeElement;
  const heading = h("h2", { id: "dialog-title", ...(unasked ? { tabindex: -1, autofocus: true } : {}) }, title);
  const row = h("div", { class: "row" }, ...buttons.map(([value, label], at) => h("button", { value, class: at === 0 ? "primary" : "" }, label)));
  const made = h("dialog", { "aria-labelledby": "dialog-title" }, h("form", { method: "dialog", class: "stack" }, heading, ...content, row));
  document.body.append(made);
  made.showModal();
  return new Promise((resolve) => {
    made.addEventListener("close", () => {
      made.remove();
      if (before instanceof HTMLElement && before.isConnected) {
        // the browser has given a field its focus back, but not its caret
        before.blur();
        before.focus({ preventScroll: true });
      }
      resolve(made.returnValue);
    });
  });
}
