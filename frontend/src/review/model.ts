// The shapes of the published JSON that the review island edits (docs/record-format.md), and its cells in words.

export type Span = [start: number, end: number];

export interface Participant {
  role: string;
  name: string;
  actor_id: string | null;
  kind: string | null;
  evidence: Span[];
}
export interface Place {
  name: string | null;
  within: string | null;
  latitude: number | null;
  longitude: number | null;
  precision: string | null;
  resolved: boolean;
  gazetteer_id: string | null;
  country: string | null;
  admin1: string | null;
  admin2: string | null;
  evidence: Span[];
}
export interface When {
  start: string | null;
  end: string | null;
  precision: string;
  time_of_day: string | null;
  evidence: Span[];
}
export interface Casualty {
  harm: string;
  who: string | null;
  side: string | null;
  low: number;
  best: number;
  high: number | null;
  approximate: boolean;
  text: string;
  part_of: number | null;
  evidence: Span[];
}
export interface Weapon {
  name: string;
  evidence: Span[];
}
export interface Term {
  text: string;
  evidence: Span[];
}
export interface Attribution {
  source: string;
  kind: string | null;
  evidence: Span[];
}

/** What can be edited of an event, field by field as decisions name them. */
export interface Fields {
  type: string;
  status: string;
  mutual: boolean;
  participants: Participant[];
  place: Place;
  time: When;
  casualties: Casualty[];
  weapons: Weapon[];
  terms: Term[];
  attribution: Attribution[];
  evidence: Span[];
}
export type FieldName = keyof Fields;
export interface ConflictEvent extends Fields {
  id: string;
}

/** An event as the page has it; `seen` is its `updated_at`. */
export interface Told {
  event: ConflictEvent;
  review: string;
  flagged: boolean;
  seen: string | null;
}

/** A cell of a card, and the fields that it shows. */
export type CellName = Exclude<FieldName, "mutual">;
export const FIELDS: Record<CellName, FieldName[]> = {
  type: ["type"],
  status: ["status"],
  participants: ["participants", "mutual"],
  place: ["place"],
  time: ["time"],
  casualties: ["casualties"],
  weapons: ["weapons"],
  terms: ["terms"],
  attribution: ["attribution"],
  evidence: ["evidence"],
};

/** One value of a cell: what it says, a note, its colour and its words. `key` ties it to the text. */
export interface Line {
  text: string;
  note: string;
  colour: string;
  key: string;
  spans: Span[];
}

export function label(key: string): string {
  const words = key.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const SIDES: Record<string, string> = { side_a: "Side A", side_b: "Side B", third: "Third party" };

function together(...notes: (string | null | false | undefined)[]): string {
  return notes.filter(Boolean).join(" · ");
}

/** Words as they stand within a line: `Side A` is "side A" there. */
function lowered(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}

function countWords(one: Casualty): string {
  const count = one.high === null ? `${one.low}+` : one.low === one.high ? `${one.low}` : `${one.low}–${one.high}`;
  return `${one.approximate ? "about " : ""}${count} ${one.harm}`;
}

function placeNote(place: Place): string {
  const areas = [...new Set([place.admin2, place.admin1, place.country].filter(Boolean))].join(", ");
  const point = place.latitude !== null && place.longitude !== null && `${place.latitude.toFixed(4)}, ${place.longitude.toFixed(4)}`;
  return together(place.precision, areas, point, !place.resolved && "unresolved");
}

function dayWords(time: When): string {
  const days = time.start === time.end || time.end === null ? (time.start ?? "") : `${time.start} to ${time.end}`;
  return [days, time.time_of_day].filter(Boolean).join(", ");
}

/** A cell's values in words. */
export function lines(event: ConflictEvent, cell: CellName, title?: (type: string) => string): Line[] {
  const line = (text: string, note: string, colour: string, at: number, spans: Span[]): Line => ({ text, note, colour, key: `${event.id}.${colour}.${at}`, spans });
  switch (cell) {
    case "type":
      return [line(label(event.type), title?.(event.type) ?? "", "evidence", 0, [])];
    case "status":
      return [line(event.status, "", "evidence", 0, [])];
    case "participants":
      return [
        ...event.participants.map((one, at) => line(one.name, together(SIDES[one.role], one.kind, one.actor_id ? `registry: ${one.actor_id}` : "not in the registry"), one.role, at, one.evidence)),
        ...(event.mutual ? [line("both sides act", "", "evidence", 0, [])] : []),
      ];
    case "place": {
      const name = [...new Set([event.place.name, event.place.within].filter(Boolean))].join(", ");
      const known = name || event.place.latitude !== null;
      return known ? [line(name || "a point on the map", placeNote(event.place), "place", 0, event.place.evidence)] : [];
    }
    case "time":
      return dayWords(event.time) ? [line(dayWords(event.time), event.time.precision, "time", 0, event.time.evidence)] : [];
    case "casualties":
      return event.casualties.map((one, at) =>
        line(
          countWords(one),
          together(one.who, one.side === "civilian" ? "civilians" : lowered(SIDES[one.side ?? ""] ?? ""), `low ${one.low}, best ${one.best}, high ${one.high ?? "open"}`, one.part_of !== null && `counted in entry ${one.part_of + 1}`),
          "casualties",
          at,
          one.evidence,
        ),
      );
    case "weapons":
      return event.weapons.map((one, at) => line(one.name, "", "weapons", at, one.evidence));
    case "terms":
      return event.terms.map((one, at) => line(one.text, "", "terms", at, one.evidence));
    case "attribution":
      return event.attribution.map((one, at) => line(one.source, one.kind ?? "", "attribution", at, one.evidence));
    case "evidence":
      return [line("", "", "evidence", 0, event.evidence)];
  }
}

/** Whether two values are the same, as JSON. */
export function same(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}
