// How does a change become a decision, as `marsad.store.decisions.Decision` describes it?
import { newId, type Decision } from "./deciding";
import { same, type Participant, type Place } from "./model";
import type { Change } from "./pending";

const ON_MAP = ["latitude", "longitude", "precision", "resolved", "gazetteer_id", "country", "admin1", "admin2"] as const;

/** The decision that takes a change: the most telling kind that says all of it. */
export function decisionOf(dispatch: string, change: Change): Decision {
  const about = { id: newId(), dispatch_id: dispatch, event_id: change.event, seen: change.seen };
  if (change.cell === "place") {
    const before = change.before as Place;
    const after = change.after as Place;
    const moved = { ...before, ...Object.fromEntries(ON_MAP.map((name) => [name, after[name]])) };
    if (after.latitude !== null && after.longitude !== null && same(moved, after)) return { ...about, kind: "place_on_map", before: pick(before), after: pick(after) };
  }
  if (change.cell === "participants") {
    const tied = newlyTied(change.before as Participant[], change.after as Participant[]);
    if (tied) return { ...about, kind: "link_actor", cell: tied.name, before: tied.from, after: tied.to };
  }
  return { ...about, kind: "edit", cell: change.cell, before: change.before, after: change.after };
}

/** The field that a decision changes. */
export function fieldOf(decision: Decision): string | undefined {
  return { place_on_map: "place", link_actor: "participants" }[decision.kind] ?? decision.cell;
}

function pick(place: Place): Partial<Place> {
  return Object.fromEntries(ON_MAP.map((name) => [name, place[name]]));
}

/** The one name whose tie to the registry is all that differs; null where there is more or less. */
function newlyTied(before: Participant[], after: Participant[]): { name: string; from: string | null; to: string | null } | null {
  if (before.length !== after.length) return null;
  const differing = after.flatMap((one, at) => (same(one, before[at]) ? [] : [[before[at] as Participant, one] as const]));
  const first = differing[0];
  if (!first || differing.some(([from, to]) => !same({ ...from, actor_id: to.actor_id }, to) || to.name !== first[1].name || to.actor_id !== first[1].actor_id)) return null;
  const names = after.filter((one) => one.name === first[1].name);
  if (names.length !== differing.length) return null;
  return { name: first[1].name, from: first[0].actor_id, to: first[1].actor_id };
}
