// The events of a selection as light rows.
import htmx from "htmx.org";

import { ask } from "../server";
import { selection, withConditions, type Changes } from "./conditions";

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
  const { columns, rows } = await ask<Table>(`/api/v1/points?${selection(what, query)}`);
  return rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at]])) as unknown as Point);
}

/** Go to the same list with other conditions; null takes one away. */
export function narrow(changes: Changes): void {
  void htmx.ajax("get", withConditions(location, changes), { source: "#listing", target: "#listing" });
}
