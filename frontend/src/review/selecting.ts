// What becomes of words that somebody selects in the text? They set or add a cell's evidence, or tell a new event.
import { h, select } from "./elements";
import type { ConflictEvent, FieldName, Fields, Span } from "./model";
import { selectedSpan, type DispatchText } from "./spans";

const TARGETS = ["side_a", "side_b", "third", "place", "time", "casualties", "weapons", "attribution", "terms", "evidence"] as const;
type Target = (typeof TARGETS)[number];
const WAIT = 120;

/** The field's value once the words are its own (`add` false), or are among the words of its latest value. */
export function withWords(event: ConflictEvent, target: Target, span: Span, words: string, add: boolean): [FieldName, Fields[FieldName]] {
  const joined = (spans: Span[]): Span[] => [...spans, span].sort((a, b) => a[0] - b[0]);
  const onLast = <T extends { evidence: Span[] }>(list: T[], made: T): T[] => {
    const last = list.at(-1);
    return add && last ? [...list.slice(0, -1), { ...last, evidence: joined(last.evidence) }] : [...list, made];
  };
  const evidence = [span];
  switch (target) {
    case "side_a":
    case "side_b":
    case "third": {
      const others = event.participants.filter((one) => one.role !== target);
      const ours = event.participants.filter((one) => one.role === target);
      const value = [...others, ...onLast(ours, { role: target, name: words, actor_id: null, kind: null, evidence })];
      return ["participants", value.sort((a, b) => a.role.localeCompare(b.role))];
    }
    case "place": {
      if (add || event.place.name?.toLowerCase() === words.toLowerCase()) return ["place", { ...event.place, evidence: add ? joined(event.place.evidence) : evidence }];
      return ["place", { ...event.place, name: words, evidence, latitude: null, longitude: null, precision: null, resolved: false, gazetteer_id: null }];
    }
    case "time":
      return ["time", { ...event.time, evidence: add ? joined(event.time.evidence) : evidence }];
    case "casualties": {
      const count = Number(/\d+/.exec(words)?.[0] ?? 1);
      return ["casualties", onLast(event.casualties, { harm: "killed", who: null, side: null, low: count, best: count, high: count, approximate: false, text: words, part_of: null, evidence })];
    }
    case "weapons":
      return ["weapons", onLast(event.weapons, { name: words, evidence })];
    case "attribution":
      return ["attribution", onLast(event.attribution, { source: words, kind: null, evidence })];
    case "terms":
      return ["terms", onLast(event.terms, { text: words, evidence })];
    case "evidence":
      return ["evidence", add ? joined(event.evidence) : evidence];
  }
}

/** Watch what is selected in the text. Returns a function that tells the words selected last. */
export function watchSelection(
  host: HTMLElement,
  bar: HTMLElement,
  text: DispatchText,
  use: (target: Target, span: Span, add: boolean) => void,
  begin: (span: Span) => void,
): () => Span | null {
  let last: Span | null = null;
  let target: Target = "side_a";
  let timer = 0;
  const draw = (span: Span): void => {
    const words = text.words([span]);
    const choice = select(TARGETS, target, (value) => (target = value as Target));
    choice.setAttribute("aria-label", "Cell of the current event");
    const deed = (add: boolean) => () => {
      use(target, span, add);
      forget();
    };
    bar.replaceChildren(
      h("span", { dir: "auto" }, `“${words.length > 80 ? `${words.slice(0, 79)}…` : words}”`),
      choice,
      h("button", { type: "button", onclick: deed(false) }, "Set as its words"),
      h("button", { type: "button", onclick: deed(true) }, "Add to its words"),
      h("button", { type: "button", onclick: () => { begin(span); forget(); } }, "New event"),
    );
    bar.hidden = false;
  };
  const forget = (): void => {
    last = null;
    bar.hidden = true;
    document.getSelection()?.removeAllRanges();
  };
  document.addEventListener("selectionchange", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      const span = selectedSpan(host, text);
      if (span && last && !bar.hidden && span[0] === last[0] && span[1] === last[1]) return;
      if (span) {
        last = span;
        draw(span);
      } else if (document.activeElement === document.body || host.contains(document.activeElement)) {
        last = null;
        bar.hidden = true;
      }
    }, WAIT);
  });
  return () => selectedSpan(host, text) ?? last;
}
