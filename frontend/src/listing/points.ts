// The events of a selection as light rows.
import htmx from "htmx.org";

import { ask } from "../server";

export interface Point {
  id: string;
  type: string;
  latitude: number | null;
  longitude: number | null;
  precision: string | null;
  place: string | null;
  start: string | null;
  killed_low: number | null;
  killed_best: number | null;
  killed_high: number | null;
}

interface Table {
  columns: (keyof Point)[];
  rows: unknown[][];
}

/** All points that a list's query string selects. */
export async function readPoints(what: string, query: URLSearchParams): Promise<Point[]> {
  const asked = new URLSearchParams(query);
  for (const key of ["after", "column", "sort", "limit"]) asked.delete(key);
  asked.set("of", what);
  const { columns, rows } = await ask<Table>(`/api/v1/points?${asked}`);
  return rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at]])) as unknown as Point);
}

/** Go to the same list with other conditions; null takes one away. */
export function narrow(changes: Record<string, string | null>): void {
  const query = new URLSearchParams(location.search);
  query.delete("after");
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) query.delete(key);
    else query.set(key, value);
  }
  void htmx.ajax("get", `${location.pathname}?${query}`, { source: "#listing", target: "#listing" });
}
