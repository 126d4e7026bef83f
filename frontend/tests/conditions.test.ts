import { expect, test } from "vitest";

import { selection, withConditions } from "../src/listing/conditions";

const here = { pathname: "/events", search: "?type=attack&type=raid&after=xyz&sort=-date" };

test("a new condition keeps the others and begins at the first page", () => {
  expect(withConditions(here, { since: "2022-08-01", until: "2022-08-31" })).toBe("/events?type=attack&type=raid&sort=-date&since=2022-08-01&until=2022-08-31");
});

test("a condition is replaced or taken away", () => {
  expect(withConditions(here, { type: null, sort: "place" })).toBe("/events?sort=place");
  expect(withConditions({ pathname: "/events", search: "?box=1,2,3,4" }, { box: null })).toBe("/events");
});

test("words of any script come through", () => {
  const address = withConditions({ pathname: "/incidents", search: "" }, { q: "قصف & more?" });
  expect(new URL(address, "http://desk").searchParams.get("q")).toBe("قصف & more?");
});

test("pictures show the selection, however its table is sorted and paged", () => {
  const asked = selection("incidents", new URLSearchParams("country=SY&after=x&column=type&column=date&sort=-date&limit=5"));
  expect(asked.toString()).toBe("country=SY&of=incidents");
});
