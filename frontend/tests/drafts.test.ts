import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { DraftKeeper, type Content, type Draft, type Kept } from "../src/review/drafts";
import { desk } from "./desk";

const change = (cell: "status" | "type", after: string) => ({ event: "e1", cell, before: "x", after, seen: null });
const content = (...changes: ReturnType<typeof change>[]): Content => ({ changes, waiting: [] });
const states: Kept[] = [];
const differing: [Content, number][] = [];

const keeper = (stored: Draft | null = null): DraftKeeper => new DraftKeeper("d1", "ann", stored, (state) => void states.push(state), (joined, differences) => void differing.push([joined, differences.length]));

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  sessionStorage.clear();
  states.length = differing.length = 0;
});
afterEach(() => vi.useRealTimers());

test("a change is in this browser at once, and at the desk soon after", async () => {
  const asked = desk(() => [204, undefined]);
  const one = keeper();
  one.keep(content(change("status", "denied")));
  expect(localStorage.length).toBe(1);
  expect(asked).toEqual([]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked[0]?.body["changes"]).toEqual([change("status", "denied")]);
  expect(localStorage.length).toBe(0);
  expect(states.at(-1)).toBe("draft");
});

test("what the desk did not get is there after a reload", async () => {
  desk(() => null);
  const one = keeper();
  one.keep(content(change("status", "denied")));
  await vi.advanceTimersByTimeAsync(500);
  expect(states.at(-1)).toBe("offline");
  expect(keeper().restored(null).changes).toEqual([change("status", "denied")]);
});

test("another person's drafts in the same browser are left alone", () => {
  desk(() => null);
  keeper().keep(content(change("status", "denied")));
  const other = new DraftKeeper("d1", "bob", null, () => undefined, () => undefined);
  expect(other.restored(null).changes).toEqual([]);
});

test("a draft of another window is joined, and the same cell told differently is asked about", async () => {
  const theirs = { ...content(change("status", "claimed"), change("type", "protest")), version: "v2", parent: "v1" };
  let first = true;
  desk((one) => {
    if (one.method === "GET") return [200, { draft: theirs }];
    const answer: [number, unknown] = first ? [409, { error: "another window" }] : [204, undefined];
    first = false;
    return answer;
  });
  const one = keeper({ ...content(), version: "v1", parent: null });
  one.keep(content(change("status", "denied")));
  await vi.advanceTimersByTimeAsync(1000);
  expect(differing).toHaveLength(1);
  const [joined, differences] = differing[0]!;
  expect(joined.changes).toEqual([change("status", "denied"), change("type", "protest")]);
  expect(differences).toBe(1);
});

test("what follows the desk's draft replaces it, what was kept beside it is joined to it", () => {
  desk(() => null);
  const stored: Draft = { ...content(change("type", "protest")), version: "v1", parent: null };
  localStorage.setItem("marsad.draft.ann.d1.tab", JSON.stringify({ ...content(change("status", "denied")), version: "v1" }));
  expect(keeper(stored).restored(stored).changes).toEqual([change("status", "denied")]);
  localStorage.clear();
  localStorage.setItem("marsad.draft.ann.d1.tab", JSON.stringify({ ...content(change("status", "denied")), version: "v0" }));
  expect(keeper(stored).restored(stored).changes).toEqual([change("type", "protest"), change("status", "denied")]);
});
