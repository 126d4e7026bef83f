// Where in the text are the words? Offsets, the text cut by evidence, words lit and selected.
import { h } from "./elements";
import { FIELDS, lines, type CellName, type ConflictEvent, type Span } from "./model";

const BREAK = /\r\n|[\n\r\v\f\x85\u2028\u2029]/g;

interface Evidence {
  start: number;
  end: number;
  key: string;
  colour: string;
  event: number;
}

/** A dispatch's text. Spans count characters as Python does, JavaScript counts UTF-16 units. */
export class DispatchText {
  private readonly units: Uint32Array | null;
  readonly length: number;

  constructor(readonly text: string) {
    const astral = /[\ud800-\udbff][\udc00-\udfff]/.test(text);
    if (!astral) {
      this.units = null;
      this.length = text.length;
      return;
    }
    const starts: number[] = [];
    let at = 0;
    for (const character of text) {
      starts.push(at);
      at += character.length;
    }
    starts.push(at);
    this.units = Uint32Array.from(starts);
    this.length = starts.length - 1;
  }

  unit(offset: number): number {
    return this.units ? (this.units[Math.min(offset, this.length)] ?? 0) : offset;
  }

  /** The offset of a UTF-16 unit. */
  offset(unit: number): number {
    if (!this.units) return unit;
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.units[middle] ?? 0) < unit) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  slice(start: number, end: number): string {
    return this.text.slice(this.unit(start), this.unit(end));
  }

  words(spans: Span[]): string {
    return spans.map(([start, end]) => this.slice(start, end).replace(/\s+/g, " ").trim()).filter(Boolean).join(" … ");
  }

  /** Where some words stand: within one of the spans, else anywhere; null where they do not. */
  find(words: string, near: Span[] = []): Span | null {
    const wanted = words.trim();
    if (!wanted) return null;
    const pattern = new RegExp(wanted.split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("\\s+"), "iu");
    for (const [start, end] of [...near, [0, this.length] as Span]) {
      const found = pattern.exec(this.slice(start, end));
      if (found) {
        const first = this.offset(this.unit(start) + found.index);
        return [first, this.offset(this.unit(first) + found[0].length)];
      }
    }
    return null;
  }
}

function evidenceOf(events: { event: ConflictEvent; review: string }[], length: number): Evidence[] {
  const found: Evidence[] = [];
  events.forEach(({ event, review }, at) => {
    if (review === "rejected") return;
    const told = [...lines(event, "evidence"), ...(Object.keys(FIELDS) as CellName[]).filter((cell) => cell !== "evidence").flatMap((cell) => lines(event, cell))];
    for (const line of told) {
      for (const [start, end] of line.spans) {
        if (start >= 0 && start < end && end <= length) found.push({ start, end, key: line.key, colour: line.colour, event: at + 1 });
      }
    }
  });
  return found;
}

const drawnWith = new WeakMap<HTMLElement, string>();

/** Draw the text with its evidence into an element, as the server does (web/review.py), where that differs from what stands there. */
export function drawText(host: HTMLElement, text: DispatchText, events: { event: ConflictEvent; review: string }[]): void {
  const evidence = evidenceOf(events, text.length).sort((a, b) => a.start - b.start);
  const signature = JSON.stringify([evidence, events.map(({ event }) => event.id)]);
  if (drawnWith.get(host) === signature) return;
  drawnWith.set(host, signature);
  const cuts = [...new Set(evidence.flatMap((one) => [one.start, one.end]))].sort((a, b) => a - b);
  const drawn = document.createDocumentFragment();
  let next = 0;
  let nextCut = 0;
  let open: Evidence[] = [];
  for (const [start, end] of textLines(text)) {
    const paragraph = h("p", { dir: "auto" });
    while (nextCut < cuts.length && cuts[nextCut]! <= start) nextCut++;
    let left = start;
    while (left < end) {
      const right = nextCut < cuts.length && cuts[nextCut]! < end ? cuts[nextCut++]! : end;
      while (next < evidence.length && evidence[next]!.start <= left) open.push(evidence[next++]!);
      open = open.filter((one) => one.end > left);
      paragraph.append(...segment(text, left, right, open, events));
      left = right;
    }
    drawn.append(paragraph);
  }
  const putBack = hold(host, text);
  host.replaceChildren(drawn);
  putBack();
}

/** Remember what is selected and what has the focus in the text; what is given back puts both on the same words of a new drawing. */
function hold(host: HTMLElement, text: DispatchText): () => void {
  const selection = document.getSelection();
  const { anchorNode, anchorOffset, focusNode, focusOffset } = selection ?? {};
  const isOurs = (node: Node | null | undefined): node is Node => Boolean(node && host.contains(node));
  const anchor = isOurs(anchorNode) ? offsetOf(host, text, anchorNode, anchorOffset ?? 0) : null;
  const focus = isOurs(focusNode) ? offsetOf(host, text, focusNode, focusOffset ?? 0) : null;
  const focused = document.activeElement instanceof HTMLElement && document.activeElement.tagName === "MARK" && host.contains(document.activeElement) ? Number(document.activeElement.dataset.start) : null;
  return () => {
    if (focused !== null) {
      const mark = pieceAt(host, focused);
      mark.tabIndex = -1;
      mark.focus({ preventScroll: true });
    }
    if (!selection || !anchorNode || !focusNode || (anchor === null && focus === null)) return;
    const [from, fromAt] = anchor === null ? [anchorNode, anchorOffset ?? 0] : pointAt(host, text, anchor);
    const [to, toAt] = focus === null ? [focusNode, focusOffset ?? 0] : pointAt(host, text, focus);
    selection.setBaseAndExtent(from, fromAt, to, toAt);
  };
}

/** The drawn piece that begins at an offset, or runs over it. */
function pieceAt(host: HTMLElement, offset: number): HTMLElement {
  const pieces = [...host.querySelectorAll<HTMLElement>("[data-start]")];
  return pieces.findLast((piece) => Number(piece.dataset.start) <= offset) ?? pieces[0] ?? host;
}

function pointAt(host: HTMLElement, text: DispatchText, offset: number): [Node, number] {
  const piece = pieceAt(host, offset);
  const words = piece.firstChild;
  if (!words) return [host, 0];
  const into = text.unit(offset) - text.unit(Number(piece.dataset.start));
  return [words, Math.min(Math.max(into, 0), words.textContent?.length ?? 0)];
}

function* textLines(text: DispatchText): Generator<Span> {
  let start = 0;
  for (const found of [...text.text.matchAll(BREAK), null]) {
    const stop = found ? found.index : text.text.length;
    if (text.text.slice(start, stop).trim()) yield [text.offset(start), text.offset(stop)];
    start = found ? stop + found[0].length : stop;
  }
}

function segment(text: DispatchText, left: number, right: number, over: Evidence[], events: { event: ConflictEvent }[]): Node[] {
  const words = text.slice(left, right);
  if (over.length === 0) return [h("span", { "data-start": left }, words)];
  const begins = [...new Set(over.filter((one) => one.colour === "evidence" && one.start === left).map((one) => one.event))].sort((a, b) => a - b);
  const cells = over.filter((one) => one.colour !== "evidence");
  const colour = cells.at(-1)?.colour ?? "evidence";
  const keys = [...new Set(over.map((one) => one.key))].join(" ");
  return [
    ...begins.map((number) => h("a", { class: "mention", href: `#${events[number - 1]?.event.id ?? ""}`, "aria-label": `event ${number}`, lang: "en" }, String(number))),
    h("mark", { id: `s${left}`, "data-start": left, "data-cell": colour, "data-keys": keys, tabindex: -1 }, words),
  ];
}

/** Light the words and the values of some keys. */
export function light(keys: Iterable<string>): void {
  const wanted = new Set(keys);
  for (const one of document.querySelectorAll(".lit")) one.classList.remove("lit");
  if (wanted.size === 0) return;
  for (const mark of document.querySelectorAll<HTMLElement>("#text mark")) {
    if (mark.dataset.keys?.split(" ").some((key) => wanted.has(key))) mark.classList.add("lit");
  }
  for (const line of document.querySelectorAll<HTMLElement>("#events li[data-key]")) {
    if (wanted.has(line.dataset.key ?? "")) line.querySelector("mark")?.classList.add("lit");
  }
}

/** The words that are selected in the text, without the white space around them; null where none are. */
export function selectedSpan(host: HTMLElement, text: DispatchText): Span | null {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!host.contains(range.startContainer) || !host.contains(range.endContainer)) return null;
  let start = offsetOf(host, text, range.startContainer, range.startOffset);
  let end = offsetOf(host, text, range.endContainer, range.endOffset);
  while (start < end && /\s/.test(text.slice(start, start + 1))) start++;
  while (start < end && /\s/.test(text.slice(end - 1, end))) end--;
  return start < end ? [start, end] : null;
}

function offsetOf(host: HTMLElement, text: DispatchText, node: Node, at: number): number {
  const piece = (node instanceof Element ? node : node.parentElement)?.closest<HTMLElement>("[data-start]");
  if (piece && host.contains(piece)) {
    const before = node.nodeType === Node.TEXT_NODE ? at : at > 0 ? (piece.textContent?.length ?? 0) : 0;
    return text.offset(text.unit(Number(piece.dataset.start)) + before);
  }
  // Between pieces: the beginning of the first piece behind the point, else the end of the text.
  const point = document.createRange();
  point.setStart(node, at);
  for (const one of host.querySelectorAll<HTMLElement>("[data-start]")) {
    if (point.comparePoint(one, 0) >= 0) return Number(one.dataset.start);
  }
  return text.length;
}
