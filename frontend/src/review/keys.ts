// Which key does what? Single keys can be turned off (WCAG 2.1.4), and never act while somebody types.
import { keysOn, turnKeys } from "../switch";
import { dialog, h } from "./elements";

/** What the page does for a key. */
export interface Deeds {
  accept(): void;
  reject(): void;
  skip(): void;
  takeBack(): void;
  flag(): void;
  openCell(number: number): void;
  moveEvent(by: number): void;
  moveCell(by: number): void;
  save(): void;
  acceptAll(): void;
}

const HELP: [string, string][] = [
  ["a", "accept the event"],
  ["x", "reject it"],
  ["f", "flag it for a second look"],
  ["space", "skip to the next event"],
  ["backspace", "undo the last change or decision"],
  ["1 – 9", "edit a cell of the event"],
  ["← →", "event before, event after"],
  ["↑ ↓", "cell above, cell below"],
  ["Esc", "close an editor, as it was before"],
  ["h", "this help"],
  ["Ctrl/⌘ S", "save the changes"],
  ["Ctrl/⌘ Enter", "accept all events and go to the next dispatch"],
];

/** The help dialog, with the switch for single keys. */
export async function showHelp(): Promise<void> {
  const on = h("input", { type: "checkbox", checked: keysOn(), onchange: () => turnKeys(on.checked) });
  const table = h("table", {}, h("caption", { class: "hidden" }, "Keys"), h("tbody", {}, ...HELP.map(([key, does]) => h("tr", {}, h("th", { scope: "row" }, h("kbd", {}, key)), h("td", {}, does)))));
  const note = h("p", { class: "note" }, "Keys do nothing while you type in a field. Turn single keys off where they get in the way of a screen reader or of speech input; Ctrl/⌘ keys stay.");
  await dialog("Keys", [h("label", { class: "check" }, on, "Single keys act"), note, table], [["", "Close"]]);
}

/** Listen to the page's keys. */
export function listen(deeds: Deeds): void {
  const single: Record<string, () => void> = {
    a: deeds.accept,
    x: deeds.reject,
    f: deeds.flag,
    h: () => void showHelp(),
    Backspace: deeds.takeBack,
    ArrowLeft: () => deeds.moveEvent(-1),
    ArrowRight: () => deeds.moveEvent(1),
    ArrowUp: () => deeds.moveCell(-1),
    ArrowDown: () => deeds.moveCell(1),
  };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
      const deed = event.key === "s" ? deeds.save : event.key === "Enter" ? deeds.acceptAll : null;
      if (!deed) return;
      event.preventDefault();
      deed();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || !keysOn() || typing(event.target)) return;
    if (event.key === " ") {
      if (event.target instanceof Element && event.target.closest("button, summary, a")) return;
      event.preventDefault();
      deeds.skip();
      return;
    }
    const deed = /^[1-9]$/.test(event.key) ? () => deeds.openCell(Number(event.key)) : single[event.key];
    if (!deed) return;
    event.preventDefault();
    deed();
  });
}

function typing(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], #text:focus") !== null;
}
