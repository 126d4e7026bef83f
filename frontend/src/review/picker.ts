// A field with suggestions, as the ARIA combobox pattern has it.
import { h } from "./elements";

/** One suggestion. */
export interface Option<T> {
  value: T;
  text: string;
  note: string;
}

let made = 0;
const WAIT = 150;

/** A text field that suggests. `search` finds suggestions; `choose` gets the chosen one; `typed` each change of the text. */
export function picker<T>(
  label: string,
  value: string,
  search: (text: string) => Promise<Option<T>[]> | Option<T>[],
  choose: (option: Option<T>) => string,
  typed: (text: string) => void = () => undefined,
): HTMLElement {
  const id = `picker-${++made}`;
  const input = h("input", { id: `${id}-input`, role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list", autocomplete: "off", value, dir: "auto" });
  const list = h("ul", { role: "listbox", id, "aria-label": `${label}: suggestions`, hidden: true });
  let options: Option<T>[] = [];
  let at = -1;
  let timer = 0;
  let asked = 0;

  const close = (): void => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const move = (to: number): void => {
    list.children[at]?.setAttribute("aria-selected", "false");
    at = options.length === 0 ? -1 : (to + options.length) % options.length;
    const chosen = list.children[at];
    if (!chosen) return;
    chosen.setAttribute("aria-selected", "true");
    chosen.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", chosen.id);
  };
  const take = (index: number): void => {
    const option = options[index];
    if (!option) return;
    input.value = choose(option);
    close();
  };
  const show = async (): Promise<void> => {
    const question = ++asked;
    const found = await search(input.value);
    if (question !== asked || document.activeElement !== input) return;
    options = found;
    list.replaceChildren(
      ...options.map((option, index) =>
        h("li", { role: "option", id: `${id}-${index}`, "aria-selected": "false", dir: "auto", onmousedown: (event) => { event.preventDefault(); take(index); } }, option.text, ...(option.note ? [h("small", {}, option.note)] : [])),
      ),
    );
    list.hidden = options.length === 0;
    input.setAttribute("aria-expanded", String(options.length > 0));
    at = -1;
  };
  input.addEventListener("input", () => {
    typed(input.value);
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void show(), WAIT);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) void show().then(() => move(event.key === "ArrowDown" ? 0 : -1));
      else move(at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (!list.hidden && at >= 0) take(at);
      else close();
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    }
  });
  return h("div", { class: "picker" }, h("label", { for: `${id}-input` }, label), input, list);
}
