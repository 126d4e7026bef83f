// Events of a made-up dispatch, for tests.
import type { ConflictEvent, Span, Told } from "../src/review/model";

export const TEXT = "Gunmen shot two guards in Tafas.\nA mine hit a car near Jasim.";

const PLACE = { name: "Tafas", within: null, latitude: 32.74, longitude: 36.07, precision: "exact", resolved: true, gazetteer_id: "g1", country: "SY", admin1: "Daraa", admin2: null };

export function event(changes: Partial<ConflictEvent> = {}): ConflictEvent {
  return {
    id: "e1",
    type: "attack",
    status: "happened",
    mutual: false,
    participants: [
      { role: "side_a", name: "Gunmen", actor_id: null, kind: null, evidence: [[0, 6]] },
      { role: "side_b", name: "guards", actor_id: null, kind: null, evidence: [[16, 22]] },
    ],
    place: { ...PLACE, evidence: [[26, 31]] as Span[] },
    time: { start: "2022-08-14", end: "2022-08-14", precision: "day", time_of_day: null, evidence: [] },
    casualties: [{ harm: "killed", who: "guards", side: "side_b", low: 2, best: 2, high: 2, approximate: false, text: "two guards", part_of: null, evidence: [[12, 22]] }],
    weapons: [],
    terms: [],
    attribution: [],
    evidence: [[7, 11]],
    ...changes,
  };
}

export function told(changes: Partial<ConflictEvent> = {}, seen = "2022-08-15T00:00:00Z"): Told {
  return { event: event(changes), review: "open", flagged: false, seen };
}
