// Which control edits a cell? One editor for each; every valid change is told at once, so that nothing waits in a form.
import { ask } from "../server";
import { field, h, select } from "./elements";
import { label, type Attribution, type Casualty, type CellName, type ConflictEvent, type FieldName, type Fields, type Participant, type Place, type Span, type Term, type Weapon, type When } from "./model";
import { picker, type Option } from "./picker";
import { placeMap } from "./placemap";
import type { DispatchText } from "./spans";

/** What an editor works on. `change` tells a field's new value. */
export interface Editing {
  text: DispatchText;
  event: ConflictEvent;
  choices: Record<string, string[]>;
  selected(): Span | null;
  change<F extends FieldName>(name: F, value: Fields[F]): void;
}
export interface EventType {
  key: string;
  definition: string;
  family: string;
}
interface Actor {
  id: string;
  name: string;
  aliases: string[];
  kind: string;
  country: string | null;
}
interface Candidate {
  gazetteer_id: string;
  name: string;
  latitude: number;
  longitude: number;
  country: string;
  admin1: string | null;
  admin2: string | null;
  feature: string;
  population: number;
}

const PRECISIONS = ["exact", "near", "region", "country"];
const CREDITS = ["", "monitor", "official", "military", "armed_group", "media", "witness", "ngo", "un", "local", "unnamed"];
let types: Promise<EventType[]> | null = null;

/** The codebook's types; asked for once. */
export function eventTypes(): Promise<EventType[]> {
  types ??= ask<{ types: EventType[] }>("/api/v1/types").then((answer) => answer.types);
  return types;
}

/** The types whose name or definition has all of the words. */
export async function typeOptions(words: string): Promise<Option<EventType>[]> {
  const asked = words.toLowerCase().split(/[\s_]+/).filter(Boolean);
  const has = (type: EventType): boolean => asked.every((word) => `${type.key.replaceAll("_", " ")} ${type.definition}`.toLowerCase().includes(word));
  return (await eventTypes()).filter(has).map((type) => ({ value: type, text: label(type.key), note: type.definition }));
}

/** The editor of a cell. */
export function editor(cell: CellName, editing: Editing): Node[] {
  switch (cell) {
    case "type":
      return typeEditor(editing);
    case "status":
      return [field("Status", select(editing.choices["status"] ?? [], editing.event.status, (value) => editing.change("status", value)))];
    case "participants":
      return sidesEditor(editing);
    case "place":
      return placeEditor(editing);
    case "time":
      return timeEditor(editing);
    case "casualties":
      return [entries<Casualty>(editing, "casualties", "people", blankCasualty, casualtyFields)];
    case "weapons":
      return [entries<Weapon>(editing, "weapons", "weapon", (words, evidence) => ({ name: words, evidence }), (one, change) => [text("Weapon", one.name, (name) => change({ ...one, name }))])];
    case "terms":
      return [entries<Term>(editing, "terms", "term", (words, evidence) => ({ text: words, evidence }), (one, change) => [text("Term", one.text, (told) => change({ ...one, text: told }))])];
    case "attribution":
      return [entries<Attribution>(editing, "attribution", "source", (words, evidence) => ({ source: words, kind: null, evidence }), creditFields)];
    case "evidence":
      return [wordsControl(editing, editing.event.evidence, (spans) => spans.length > 0 && editing.change("evidence", spans), 1)];
  }
}

function typeEditor(editing: Editing): Node[] {
  const search = async (words: string): Promise<Option<EventType>[]> => typeOptions(words === label(editing.event.type) ? "" : words);
  return [
    picker("Type", label(editing.event.type), search, (option) => {
      editing.event = { ...editing.event, type: option.value.key };
      editing.change("type", option.value.key);
      return option.text;
    }),
  ];
}

function sidesEditor(editing: Editing): Node[] {
  const mutual = h("input", { type: "checkbox", checked: editing.event.mutual, onchange: () => editing.change("mutual", mutual.checked) });
  const blank = (words: string, evidence: Span[]): Participant => ({ role: "side_a", name: words, actor_id: null, kind: null, evidence });
  return [entries<Participant>(editing, "participants", "side", blank, (one, change) => participantFields(editing, one, change)), h("label", { class: "check" }, mutual, "Both sides act (mutual)")];
}

function participantFields(editing: Editing, given: Participant, change: (value: Participant) => void): Node[] {
  let one = given;
  const put = (values: Partial<Participant>): void => {
    one = { ...one, ...values };
    change(one);
    tied.textContent = one.actor_id ? `registry: ${one.actor_id}` : "not in the registry";
    untie.hidden = !one.actor_id;
  };
  const tied = h("small", {}, one.actor_id ? `registry: ${one.actor_id}` : "not in the registry");
  const untie = h("button", { type: "button", class: "quiet", hidden: !one.actor_id, onclick: () => put({ actor_id: null }) }, "untie");
  const country = editing.event.place.country;
  const search = async (name: string): Promise<Option<Actor | null>[]> => {
    if (!name.trim()) return [];
    const query = new URLSearchParams({ q: name, ...(country ? { country } : {}) });
    const { actors } = await ask<{ actors: Actor[] }>(`/api/v1/actors?${query}`);
    const known = actors.map((actor) => ({ value: actor as Actor | null, text: actor.name, note: [actor.kind, actor.country, actor.aliases.slice(0, 4).join(", ")].filter(Boolean).join(" · ") }));
    return [...known, { value: null, text: `New actor “${name.trim()}”`, note: "by this name, not tied to the registry" }];
  };
  const choose = (option: Option<Actor | null>): string => {
    if (option.value) put({ actor_id: option.value.id, kind: option.value.kind });
    else put({ actor_id: null, kind: null });
    return one.name;
  };
  return [
    field("Side", select(editing.choices["role"] ?? [], one.role, (role) => put({ role }))),
    picker("Name, as written", one.name, search, choose, (name) => name.trim() && put({ name: name.trim() })),
    h("span", {}, tied, " ", untie),
  ];
}

function creditFields(one: Attribution, change: (value: Attribution) => void): Node[] {
  let told = one;
  const put = (values: Partial<Attribution>): void => change((told = { ...told, ...values }));
  return [text("According to", one.source, (source) => put({ source })), field("Kind", select(CREDITS, one.kind, (kind) => put({ kind: kind || null })))];
}

function blankCasualty(words: string, evidence: Span[]): Casualty {
  const number = Number(/\d+/.exec(words)?.[0] ?? 1);
  return { harm: "killed", who: null, side: null, low: number, best: number, high: number, approximate: false, text: words, part_of: null, evidence };
}

function casualtyFields(given: Casualty, change: (value: Casualty) => void, editing: Editing, at: number): Node[] {
  let one = given;
  const wrong = h("p", { class: "wrong", role: "alert" });
  const put = (values: Partial<Casualty>): void => {
    one = { ...one, ...values };
    const ordered = one.low <= one.best && (one.high === null || one.best <= one.high);
    wrong.textContent = ordered ? "" : "Low may not be above best, nor best above high: not kept.";
    if (ordered) change(one);
  };
  const others = editing.event.casualties.map((_, index) => index).filter((index) => index !== at);
  const part = select(["", ...others.map(String)], one.part_of === null ? "" : String(one.part_of), (value) => put({ part_of: value === "" ? null : Number(value) }));
  for (const option of part.options) if (option.value !== "") option.textContent = `entry ${Number(option.value) + 1}`;
  const about = h("input", { type: "checkbox", checked: one.approximate, onchange: () => put({ approximate: about.checked }) });
  return [
    field("Harm", select(editing.choices["harm"] ?? [], one.harm, (harm) => put({ harm }))),
    text("Who, as written", one.who ?? "", (who) => put({ who: who || null })),
    field("Side", select(["", ...(editing.choices["side"] ?? [])], one.side, (side) => put({ side: side || null }))),
    number("Low", one.low, (low) => low !== null && put({ low })),
    number("Best", one.best, (best) => best !== null && put({ best })),
    number("High (empty: open)", one.high, (high) => put({ high })),
    field("Part of", part),
    h("label", { class: "check" }, about, "about"),
    wrong,
  ];
}

function timeEditor(editing: Editing): Node[] {
  let time: When = editing.event.time;
  const wrong = h("p", { class: "wrong", role: "alert" });
  const put = (values: Partial<When>): void => {
    time = { ...time, ...values };
    const ordered = !time.start || !time.end || time.start <= time.end;
    wrong.textContent = ordered ? "" : "The first day may not be after the last: not kept.";
    if (ordered) editing.change("time", time);
  };
  const day = (name: string, value: string | null, put: (value: string | null) => void): HTMLElement => {
    const input = h("input", { type: "date", value: value ?? "", onchange: () => put(input.value || null) });
    return field(name, input);
  };
  return [
    h("div", { class: "fields" },
      day("First day", time.start, (start) => put(start && (!time.end || time.end === time.start) ? { start, end: start } : { start })),
      day("Last day", time.end, (end) => put({ end })),
      field("Known to the", select(editing.choices["time_precision"] ?? [], time.precision, (precision) => put({ precision }))),
      text("Time of day", time.time_of_day ?? "", (told) => put({ time_of_day: told || null })),
    ),
    wrong,
    wordsControl(editing, time.evidence, (evidence) => put({ evidence })),
  ];
}

function placeEditor(editing: Editing): Node[] {
  let place: Place = editing.event.place;
  const put = (values: Partial<Place>): void => {
    place = { ...place, ...values };
    editing.change("place", place);
  };
  const map = placeMap(place.latitude, place.longitude, (latitude, longitude) => {
    const exact = place.precision === null ? { precision: "near" } : {};
    put({ latitude, longitude, resolved: true, gazetteer_id: null, ...exact });
    show();
  });
  const wrong = h("p", { class: "wrong", role: "alert" });
  const coordinate = (name: "latitude" | "longitude", most: number): [HTMLElement, HTMLInputElement] => {
    const input = h("input", { inputmode: "decimal", value: place[name] ?? "", oninput: () => {
      const value = input.value.trim() === "" ? null : Number(input.value);
      const right = value === null || (Number.isFinite(value) && Math.abs(value) <= most);
      wrong.textContent = right ? "" : `${label(name)} is between -${most} and ${most} degrees: not kept.`;
      if (!right) return;
      put({ [name]: value, gazetteer_id: null, resolved: place.latitude !== null && place.longitude !== null });
      map.show(place.latitude, place.longitude);
    } });
    return [field(label(name), input), input];
  };
  const [latitudeLabel, latitude] = coordinate("latitude", 90);
  const [longitudeLabel, longitude] = coordinate("longitude", 180);
  const precision = select(["", ...PRECISIONS], place.precision, (value) => put({ precision: value || null }));
  const show = (): void => {
    latitude.value = place.latitude === null ? "" : String(place.latitude);
    longitude.value = place.longitude === null ? "" : String(place.longitude);
    precision.value = place.precision ?? "";
    map.show(place.latitude, place.longitude);
  };
  const search = async (name: string): Promise<Option<Candidate>[]> => {
    if (!name.trim()) return [];
    const query = new URLSearchParams({ q: name, ...(place.country ? { country: place.country } : {}) });
    const { places } = await ask<{ places: Candidate[] }>(`/api/v1/places?${query}`);
    map.candidates(places.map((one) => ({ name: one.name, latitude: one.latitude, longitude: one.longitude })));
    return places.map((one) => ({
      value: one,
      text: one.name,
      note: [[one.admin2, one.admin1, one.country].filter(Boolean).join(", "), one.feature, one.population > 0 && `${one.population.toLocaleString("en")} people`].filter(Boolean).join(" · "),
    }));
  };
  const choose = ({ value }: Option<Candidate>): string => {
    const { gazetteer_id, latitude, longitude, country, admin1, admin2 } = value;
    put({ gazetteer_id, latitude, longitude, country, admin1, admin2, resolved: true, precision: place.precision === "near" ? "near" : "exact" });
    show();
    return place.name ?? value.name;
  };
  return [
    h("div", { class: "fields" },
      picker("Name, as written", place.name ?? "", search, (option) => {
        if (!place.name) put({ name: option.value.name });
        return choose(option);
      }, (name) => put({ name: name.trim() || null })),
      text("Within", place.within ?? "", (within) => put({ within: within || null })),
      field("Known", precision),
      latitudeLabel,
      longitudeLabel,
    ),
    wrong,
    map.element,
    wordsControl(editing, place.evidence, (evidence) => put({ evidence })),
  ];
}

/** A list of entries, each with its fields, its words and a button to take it away. */
function entries<T extends { evidence: Span[] }>(
  editing: Editing,
  name: FieldName,
  what: string,
  blank: (words: string, evidence: Span[]) => T,
  fields: (one: T, change: (value: T) => void, editing: Editing, at: number) => Node[],
): HTMLElement {
  let list = editing.event[name] as unknown as T[];
  const host = h("div", { class: "stack" });
  const tell = (): void => {
    editing.event = { ...editing.event, [name]: list };
    editing.change(name, list as never);
  };
  const draw = (): void => {
    host.replaceChildren(...list.map(entry), h("button", { type: "button", onclick: add }, `Add ${what}`));
  };
  const entry = (one: T, at: number): HTMLElement => {
    const put = (value: T): void => {
      list = list.map((old, index) => (index === at ? { ...value, evidence: old.evidence } : old));
      tell();
    };
    const words = wordsControl(editing, one.evidence, (evidence) => {
      list = list.map((old, index) => (index === at ? { ...old, evidence } : old));
      tell();
    });
    const remove = h("button", { type: "button", class: "danger", onclick: () => takeAway(at) }, "Remove");
    return h("fieldset", { class: "entry stack" }, h("legend", {}, `${label(what)} ${at + 1}`), h("div", { class: "fields" }, ...fields(one, put, editing, at)), words, remove);
  };
  const takeAway = (at: number): void => {
    list = list.filter((_, index) => index !== at).map((one) => withoutPart(one, at));
    tell();
    draw();
    host.querySelector<HTMLElement>(":scope > button")?.focus();
  };
  const add = (): void => {
    const span = editing.selected() ?? editing.event.evidence[0] ?? null;
    const words = editing.selected() ? editing.text.words([editing.selected() as Span]) : "";
    list = [...list, blank(words || "unnamed", span ? [span] : [])];
    tell();
    draw();
    const last = host.querySelectorAll("fieldset").item(list.length - 1);
    last.querySelector<HTMLElement>("select, input")?.focus();
  };
  draw();
  return host;
}

/** Entries that were part of the one taken away are no longer part of it. */
function withoutPart<T>(one: T, gone: number): T {
  const part = (one as { part_of?: number | null }).part_of;
  if (part === undefined || part === null || part < gone) return one;
  return { ...one, part_of: part === gone ? null : part - 1 };
}

/** The words that say it: take some away, add the selected ones, or find them in the text by typing them. */
function wordsControl(editing: Editing, given: Span[], change: (spans: Span[]) => void, least = 0): HTMLElement {
  let spans = given;
  const list = h("ul", { class: "spans" });
  const wrong = h("p", { class: "wrong", role: "alert" });
  const put = (next: Span[]): void => {
    spans = next.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    change(spans);
    draw();
  };
  const draw = (): void => {
    list.replaceChildren(...spans.map((span, at) => {
      const words = editing.text.words([span]);
      return h("li", { dir: "auto" }, words, h("button", { type: "button", class: "quiet", disabled: spans.length <= least, "aria-label": `take away the words ${words}`, onclick: () => put(spans.filter((_, index) => index !== at)) }, "×"));
    }));
  };
  const add = (span: Span | null, problem: string): void => {
    wrong.textContent = span ? "" : problem;
    if (span && !spans.some(([start, end]) => start === span[0] && end === span[1])) put([...spans, span]);
  };
  const typed = h("input", { dir: "auto", "aria-label": "Words to find in the text", placeholder: "words of the text", onkeydown: (event) => {
    if (!(event instanceof KeyboardEvent) || event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    find();
  } });
  const find = (): void => {
    add(editing.text.find(typed.value, editing.event.evidence), "The text has no such words.");
    if (!wrong.textContent) typed.value = "";
  };
  draw();
  return h("div", { class: "stack", role: "group", "aria-label": "Words that say it" },
    list,
    h("div", { class: "row" },
      h("button", { type: "button", onmousedown: (event) => event.preventDefault(), onclick: () => add(editing.selected(), "Select words in the text first.") }, "Add the selected words"),
      typed,
      h("button", { type: "button", onclick: find }, "Find"),
    ),
    wrong,
  );
}

function text(name: string, value: string, put: (value: string) => void): HTMLElement {
  const input = h("input", { value, dir: "auto", oninput: () => put(input.value.trim()) });
  return field(name, input);
}

function number(name: string, value: number | null, put: (value: number | null) => void): HTMLElement {
  const input = h("input", { type: "number", min: 0, step: 1, value: value ?? "", oninput: () => {
    if (input.validity.valid) put(input.value === "" ? null : Number(input.value));
  } });
  return field(name, input);
}
