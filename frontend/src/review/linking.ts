// How do text and cards show each other? What is pointed at or has the focus is lit on both sides.
import { cardOf, cellOf } from "./cards";
import { light } from "./spans";

/** Which event is current on the page, and how another becomes so. */
interface Page {
  indexOf(id: string): number;
  choose(index: number, focus?: boolean): void;
  current(): number;
  currentId(): string | undefined;
}

/** Light what is pointed at, follow clicks between words and cells, move among words by the arrow keys. */
export function watchLinks(textHost: HTMLElement, page: Page): void {
  const keysAt = (target: EventTarget | null): string[] => {
    if (!(target instanceof Element)) return [];
    const line = target.closest<HTMLElement>("#events li[data-key]");
    if (line) return [line.dataset.key ?? ""];
    const cell = target.closest<HTMLElement>("#events .cell");
    if (cell) return [...cell.querySelectorAll<HTMLElement>("li[data-key]")].map((one) => one.dataset.key ?? "");
    const mark = target.closest<HTMLElement>("#text mark");
    if (mark) return (mark.dataset.keys ?? "").split(" ");
    const mention = target.closest("#text .mention")?.getAttribute("href")?.slice(1);
    return mention ? [`${mention}.evidence.0`] : [];
  };
  // What has the focus stays lit while the pointer is elsewhere.
  const lightAt = (event: Event): void => {
    const keys = keysAt(event.target);
    light(keys.length > 0 ? keys : keysAt(document.activeElement));
  };
  for (const type of ["mouseover", "focusin"]) document.addEventListener(type, lightAt);
  document.addEventListener("focusin", (event) => {
    const card = event.target instanceof Element ? event.target.closest(".card") : null;
    const at = card ? page.indexOf(card.id) : -1;
    if (at >= 0 && at !== page.current()) page.choose(at, false);
  });
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const mention = target?.closest("#text .mention")?.getAttribute("href")?.slice(1);
    if (mention) {
      event.preventDefault();
      page.choose(page.indexOf(mention));
      return;
    }
    const mark = target?.closest<HTMLElement>("#text mark");
    if (mark && document.getSelection()?.isCollapsed) showCell(mark, page);
  });
  textHost.addEventListener("keydown", (event) => {
    const mark = event.target instanceof HTMLElement && event.target.tagName === "MARK" ? event.target : null;
    if (!mark) return;
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      showCell(mark, page);
    } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      event.preventDefault();
      const marks = [...textHost.querySelectorAll<HTMLElement>("mark")];
      marks[marks.indexOf(mark) + (event.key === "ArrowLeft" ? -1 : 1)]?.focus();
    }
  });
}

/** Go from words to the cell that they say. */
function showCell(mark: HTMLElement, page: Page): void {
  const keys = (mark.dataset.keys ?? "").split(" ").map((key) => key.split("."));
  const here = page.currentId();
  const [id, colour] = keys.findLast(([id, colour]) => id === here && colour !== "evidence") ?? keys.findLast(([id]) => id === here) ?? keys.at(-1) ?? [];
  if (!id || !colour) return;
  page.choose(page.indexOf(id));
  const name = ["side_a", "side_b", "third"].includes(colour) ? "participants" : colour;
  const card = cardOf(id);
  (card && cellOf(card, name))?.querySelector<HTMLElement>("button.name")?.focus();
}
