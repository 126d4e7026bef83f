import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { newId, Outbox, type Decision } from "../src/review/deciding";
import { desk } from "./desk";
import { event } from "./events";

const decision = (kind: string, more: Partial<Decision> = {}): Decision => ({ id: newId(), kind, dispatch_id: "d1", event_id: "e1", seen: "monday", ...more });
const account = { event: event(), review: "confirmed", flagged: false, updated_at: "tuesday" };
const taken: string[] = [];
const refused: string[] = [];

const outbox = (over = false): Outbox =>
  new Outbox({
    taken: (one) => void taken.push(one.kind),
    conflict: () => Promise.resolve(over),
    refused: (one) => void refused.push(one.kind),
    changed: () => undefined,
  });

beforeEach(() => {
  vi.useFakeTimers();
  taken.length = refused.length = 0;
});
afterEach(() => vi.useRealTimers());

test("decisions reach the desk one after the other, in their order", async () => {
  const asked = desk(() => [201, { decision: { id: "x" }, account }]);
  await outbox().send(decision("edit"), decision("confirm"));
  expect(asked.map((one) => one.body["kind"])).toEqual(["edit", "confirm"]);
  expect(taken).toEqual(["edit", "confirm"]);
});

test("what gets no answer is sent again under the same id", async () => {
  let isUp = false;
  const asked = desk(() => (isUp ? [201, { decision: { id: "x" }, account }] : null));
  const box = outbox();
  await box.send(decision("confirm"));
  expect(box.waiting).toHaveLength(1);
  isUp = true;
  await vi.advanceTimersByTimeAsync(2500);
  expect(taken).toEqual(["confirm"]);
  expect(new Set(asked.map((one) => one.body["id"])).size).toBe(1);
});

test("a refused decision does not stop those behind it, and what would take it back is not sent", async () => {
  const asked = desk((one) => (one.body["kind"] === "edit" ? [422, { error: "no" }] : [201, { decision: { id: "x" }, account }]));
  const edit = decision("edit");
  const box = outbox();
  await box.send(edit, decision("undo", { undoes: edit.id }), decision("confirm"));
  expect([refused, taken]).toEqual([["edit"], ["confirm"]]);
  expect(asked.map((one) => one.body["kind"])).toEqual(["edit", "confirm"]);
});

test("a conflict that is decided over is sent anew, with what was seen of theirs", async () => {
  let first = true;
  const asked = desk((one) => {
    if (one.method === "GET") return [200, account];
    const answer: [number, unknown] = first ? [409, { error: "meanwhile" }] : [201, { decision: { id: "x" }, account }];
    first = false;
    return answer;
  });
  await outbox(true).send(decision("confirm"));
  expect(asked.map((one) => one.method)).toEqual(["POST", "GET", "POST"]);
  expect(asked[2]?.body["seen"]).toBe("tuesday");
  expect(asked[2]?.body["id"]).not.toBe(asked[0]?.body["id"]);
});

test("only what the desk cannot have yet is let go of without its word", async () => {
  desk(() => null);
  const box = outbox();
  const [tried, fresh] = [decision("confirm"), decision("reject")];
  await box.send(tried);
  box.waiting.push(fresh);
  expect(box.dropLatest()).toBe(fresh);
  expect(box.dropLatest()).toBeNull();
  expect(box.waiting).toEqual([tried]);
  const later = outbox();
  later.restore([fresh]);
  expect(later.dropLatest()).toBeNull();
});

test("one's own decision moves on what waits on the same event", () => {
  const box = outbox();
  box.waiting.push(decision("confirm"), decision("flag", { event_id: "e2" }));
  box.moveOn("e1", "monday", "tuesday");
  expect(box.waiting.map((one) => one.seen)).toEqual(["tuesday", "monday"]);
});
