// How do an event's cells stand on its card, and which of them has an open editor?
import { editor, type Editing } from "./cells";
import { h } from "./elements";
import { FIELDS, lines, type CellName, type ConflictEvent, type FieldName, type Told } from "./model";
import type { Pending } from "./pending";
import type { DispatchText } from "./spans";

/** The card of an event. */
export function cardOf(id: string): HTMLElement | null {
  const found = document.getElementById(id);
  return found?.classList.contains("card") ? found : null;
}

export function cellOf(card: HTMLElement, name: string): HTMLElement | null {
  return card.querySelector<HTMLElement>(`.cell[data-name="${name}"]`);
}

/** Give a card's cells buttons, and its forms to the page's own deeds. */
export function dress(card: HTMLElement, deeds: { edit(cell: CellName): void; decide(kind: string): void; shape(how: string): void }): void {
  for (const cell of card.querySelectorAll<HTMLElement>(".cell")) {
    const name = cell.querySelector<HTMLElement>(".name");
    const cellName = cell.dataset.name as CellName;
    name?.replaceWith(h("button", { type: "button", class: "name", "aria-expanded": "false", onclick: () => deeds.edit(cellName) }, h("span", { class: "hidden" }, "Edit "), name.textContent ?? ""));
  }
  card.querySelector(".decide")?.addEventListener("submit", (event) => {
    event.preventDefault();
    const pressed = (event as SubmitEvent).submitter;
    if (pressed instanceof HTMLButtonElement) deeds.decide(pressed.value);
  });
  const more = card.querySelector<HTMLElement>(".more");
  if (more) more.hidden = false;
  for (const button of card.querySelectorAll<HTMLElement>("[data-do]")) button.addEventListener("click", () => deeds.shape(button.dataset.do ?? ""));
}

/** Draw a card's cells as they are with the changes, and what was decided. */
export function drawCard(told: Told, pending: Pending, text: DispatchText, waits: string | null, definition: (type: string) => string): void {
  const card = cardOf(told.event.id);
  if (!card) return;
  const event = pending.applied(told);
  for (const name of Object.keys(FIELDS) as CellName[]) {
    const cell = cellOf(card, name);
    const values = cell?.querySelector(".values");
    if (!cell || !values) continue;
    cell.classList.toggle("changed", FIELDS[name].some((field) => pending.get(told.event.id, field)));
    const told_lines = lines(event, name, definition);
    cell.toggleAttribute("data-empty", told_lines.length === 0);
    values.replaceChildren(...told_lines.map((line) => {
      const words = text.words(line.spans);
      const shown = line.text || words || "no words";
      const first = line.spans[0]?.[0];
      const link = words && words !== shown && first !== undefined ? [" ", h("a", { class: "words", href: `#s${first}`, dir: "auto" }, words)] : [];
      return h("li", { "data-key": line.key }, h("mark", { "data-cell": line.colour, dir: "auto" }, shown), ...(line.note ? [" ", h("small", {}, line.note)] : []), ...link);
    }));
    if (told_lines.length === 0) values.append(h("li", { class: "unknown" }, "not told"));
  }
  card.dataset.review = told.review;
  const badges = card.querySelector(".badges");
  badges?.replaceChildren(
    h("span", { class: `badge review-${told.review}` }, told.review),
    ...(told.flagged ? [" ", h("span", { class: "badge flagged" }, "flagged")] : []),
    ...(waits ? [" ", h("span", { class: "badge contradicted" }, `${waits}: not sent yet`)] : []),
  );
}

/** An open editor; `close` ends it, `escape` takes back what was changed in it. */
export interface Opened {
  event: string;
  cell: CellName;
  close(): void;
}

/** Open a cell's editor. `change` gets each new value and whether it is the field's first in this editor. */
export function openEditor(
  told: Told,
  event: ConflictEvent,
  name: CellName,
  given: Omit<Editing, "event" | "change">,
  change: (field: FieldName, value: unknown, first: boolean) => void,
  ended: (takenBack: number) => void,
): Opened | null {
  const card = cardOf(told.event.id);
  const cell = card && cellOf(card, name);
  const button = cell?.querySelector<HTMLElement>("button.name");
  if (!cell || !button) return null;
  const touched = new Set<FieldName>();
  const editing: Editing = {
    ...given,
    event,
    change: (field, value) => {
      const first = !touched.has(field);
      touched.add(field);
      editing.event = { ...editing.event, [field]: value };
      change(field, value, first);
    },
  };
  const close = (takenBack = 0): void => {
    host.remove();
    button.setAttribute("aria-expanded", "false");
    ended(takenBack);
    button.focus({ preventScroll: true });
  };
  const host = h("div", { class: "editor", role: "group", "aria-label": `Edit ${button.lastChild?.textContent ?? name}`, onkeydown: (pressed) => {
    if (!(pressed instanceof KeyboardEvent) || pressed.key !== "Escape") return;
    pressed.stopPropagation();
    close(touched.size);
  } }, ...editor(name, editing), h("div", { class: "row" }, h("button", { type: "button", onclick: () => close() }, "Done")));
  cell.querySelector("dd")?.append(host);
  button.setAttribute("aria-expanded", "true");
  host.querySelector<HTMLElement>("input, select, textarea, button")?.focus();
  cell.scrollIntoView({ block: "nearest" });
  return { event: told.event.id, cell: name, close };
}
