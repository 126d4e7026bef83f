import { expect, test } from "vitest";

import type { Change } from "../src/review/pending";
import { withWords } from "../src/review/selecting";
import { decisionOf, fieldOf } from "../src/review/wording";
import { event } from "./events";

const change = (cell: Change["cell"], before: unknown, after: unknown): Change => ({ event: "e1", cell, before, after, seen: "monday" });

test("a change of a cell is an edit from what stood there", () => {
  const decision = decisionOf("d1", change("status", "happened", "denied"));
  expect(decision).toMatchObject({ kind: "edit", cell: "status", dispatch_id: "d1", event_id: "e1", before: "happened", after: "denied", seen: "monday" });
  expect(decision.id).toMatch(/^[0-9a-f]{32}$/);
});

test("a place that only moved is put on the map", () => {
  const { place } = event();
  const decision = decisionOf("d1", change("place", place, { ...place, latitude: 33, longitude: 36, gazetteer_id: null }));
  expect(decision.kind).toBe("place_on_map");
  expect(decision.after).not.toHaveProperty("name");
  expect(fieldOf(decision)).toBe("place");
});

test("a place under another name, or without a point, is edited", () => {
  const { place } = event();
  expect(decisionOf("d1", change("place", place, { ...place, name: "Nawa" })).kind).toBe("edit");
  expect(decisionOf("d1", change("place", place, { ...place, latitude: null, longitude: null })).kind).toBe("edit");
});

test("a name that is tied to the registry, and nothing else, is a link", () => {
  const [first, second] = event().participants;
  const decision = decisionOf("d1", change("participants", [first, second], [first, { ...second!, actor_id: "is" }]));
  expect(decision).toMatchObject({ kind: "link_actor", cell: "guards", before: null, after: "is" });
  expect(fieldOf(decision)).toBe("participants");
  const more = [first, { ...second!, actor_id: "is", name: "soldiers" }];
  expect(decisionOf("d1", change("participants", [first, second], more)).kind).toBe("edit");
});

test("selected words become a cell's value, or are added to its words", () => {
  const [, sides] = withWords(event(), "side_b", [12, 22], "two guards", false);
  expect(sides).toHaveLength(3);
  const [field, added] = withWords(event(), "side_b", [12, 15], "two", true);
  expect(field).toBe("participants");
  expect(added).toContainEqual(expect.objectContaining({ name: "guards", evidence: [[12, 15], [16, 22]] }));
});

test("words for a place unlike its name begin the place anew, and claim no point", () => {
  const [, place] = withWords(event(), "place", [54, 59], "Jasim", false);
  expect(place).toMatchObject({ name: "Jasim", latitude: null, longitude: null, resolved: false, gazetteer_id: null });
  expect(withWords(event(), "place", [26, 31], "tafas", false)[1]).toMatchObject({ latitude: 32.74, resolved: true });
});

test("words with a number count that many people, others one", () => {
  expect(withWords(event(), "casualties", [0, 6], "about 12 men", false)[1]).toContainEqual(expect.objectContaining({ low: 12, best: 12, high: 12 }));
  expect(withWords(event({ casualties: [] }), "casualties", [0, 6], "a guard", false)[1]).toMatchObject([{ best: 1 }]);
});
