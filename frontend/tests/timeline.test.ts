import { expect, test } from "vitest";

import { daysOf, stepName, stepsOf, stepWords, type Step } from "../src/timeline/figures";

const step = (start: string, end: string, more: Partial<Step> = {}): Step => ({ start, end, count: 1, low: 0, best: 0, high: 0, ...more });
const WEEKS = [step("2022-08-01", "2022-08-07"), step("2022-08-08", "2022-08-14"), step("2022-08-15", "2022-08-21")];

test("the steps are those of the table on the page", () => {
  const figure = document.createElement("figure");
  figure.innerHTML = '<table><tr><th>Week</th></tr><tr data-start="2022-08-01" data-end="2022-08-07" data-count="3" data-low="1" data-best="2" data-high="5"></tr></table>';
  expect(stepsOf(figure)).toEqual([step("2022-08-01", "2022-08-07", { count: 3, low: 1, best: 2, high: 5 })]);
});

test("days are chosen by whole steps, in whichever direction", () => {
  expect(daysOf(WEEKS, 0.4, 1.2)).toEqual({ since: "2022-08-01", until: "2022-08-14" });
  expect(daysOf(WEEKS, 2, 1)).toEqual({ since: "2022-08-08", until: "2022-08-21" });
});

test("beyond the ends means the ends, and no steps no days", () => {
  expect(daysOf(WEEKS, -5, 99)).toEqual({ since: "2022-08-01", until: "2022-08-21" });
  expect(daysOf([], 0, 1)).toBeNull();
});

test("a day, a month and a year are told shortly", () => {
  expect(stepName(step("2022-08-01", "2022-08-01"))).toBe("2022-08-01");
  expect(stepName(step("2024-02-01", "2024-02-29"))).toBe("2024-02");
  expect(stepName(step("2022-01-01", "2022-12-31"))).toBe("2022");
  expect(stepName(WEEKS[0]!)).toBe("2022-08-01 to 2022-08-07");
});

test("a step's words tell the range of the killed only where there is one", () => {
  expect(stepWords(step("2022-08-01", "2022-08-01", { low: 2, best: 2, high: 2 }), "events")).toBe("2022-08-01: 1 event, killed 2");
  expect(stepWords(step("2022-08-01", "2022-08-01", { count: 4, low: 1, best: 2, high: 5 }), "incidents")).toBe("2022-08-01: 4 incidents, killed 2 (1 to 5)");
  expect(stepWords(step("2022-08-01", "2022-08-01", { count: 0 }), "events")).toBe("2022-08-01: 0 events");
});
