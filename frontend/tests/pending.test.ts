import { expect, test } from "vitest";

import { Pending } from "../src/review/pending";
import { told } from "./events";

test("a change is shown on the event, and only there", () => {
  const pending = new Pending();
  const one = told();
  pending.set(one, "status", "denied", true);
  expect(pending.applied(one).status).toBe("denied");
  expect(one.event.status).toBe("happened");
  expect(pending.applied(told({ id: "e2" })).status).toBe("happened");
});

test("a value that is set back is no change", () => {
  const pending = new Pending();
  pending.set(told(), "status", "denied", true);
  pending.set(told(), "status", "happened", false);
  expect(pending.all).toEqual([]);
});

test("the order of a value's keys makes no change", () => {
  const pending = new Pending();
  const one = told();
  const { evidence, ...rest } = one.event.time;
  pending.set(one, "time", { evidence, ...rest }, true);
  expect(pending.all).toEqual([]);
});

test("what is typed in one editor is one step to take back", () => {
  const pending = new Pending();
  pending.set(told(), "status", "denied", true);
  pending.set(told(), "type", "b", true);
  pending.set(told(), "type", "bo", false);
  pending.set(told(), "type", "bomb", false);
  expect(pending.takeBack()).toBe("e1");
  expect(pending.all.map((change) => change.cell)).toEqual(["status"]);
  pending.takeBack();
  expect(pending.takeBack()).toBeNull();
});

test("changes of a draft are taken back one by one, the latest first", () => {
  const pending = new Pending();
  pending.restore({ event: "e1", cell: "status", before: "happened", after: "denied", seen: null });
  pending.restore({ event: "e2", cell: "type", before: "attack", after: "protest", seen: null });
  expect([pending.takeBack(), pending.takeBack(), pending.takeBack()]).toEqual(["e2", "e1", null]);
});

test("one's own decision on an event does not make its other changes stale", () => {
  const pending = new Pending();
  pending.set(told({}, "monday"), "status", "denied", true);
  pending.moveOn("e1", "monday", "tuesday");
  pending.moveOn("e1", "elsewhen", "never");
  expect(pending.get("e1", "status")?.seen).toBe("tuesday");
});
