import { expect, test } from "vitest";

import { boxOf, lay, pathOf, type Placed } from "../src/network/layout";

const SIZE = { width: 900, height: 560 };
const ring = (count: number): Placed[] =>
  Array.from({ length: count }, (_, at) => ({ key: `a${at}`, x: 450 + 200 * Math.cos(at), y: 280 + 200 * Math.sin(at), radius: 8, name: 60 + (at % 5) * 30 }));
const TIES = Array.from({ length: 18 }, (_, at) => ({ source: `a${at % 6}`, target: `a${at + 6}` }));

test("the same ties give the same picture", () => {
  const [one, other] = [ring(24), ring(24)];
  lay(one, TIES, SIZE);
  lay(other, TIES, SIZE);
  expect(one.map(({ x, y }) => [x, y])).toEqual(other.map(({ x, y }) => [x, y]));
});

test("those who are tied stand nearer than those who are not", () => {
  const nodes = ring(24);
  lay(nodes, TIES, SIZE);
  const far = (a: Placed, b: Placed): number => Math.hypot(a.x - b.x, a.y - b.y);
  const pairs = nodes.flatMap((a, at) => nodes.slice(at + 1).map((b) => [a, b] as const));
  const mean = (of: typeof pairs): number => of.reduce((sum, [a, b]) => sum + far(a, b), 0) / of.length;
  expect(mean(pairs.filter(([a, b]) => a.tied?.includes(b)))).toBeLessThan(0.6 * mean(pairs.filter(([a, b]) => !a.tied?.includes(b))));
});

test("no name covers another, and all stand in the picture", () => {
  const nodes = ring(24);
  lay(nodes, TIES, SIZE);
  const boxes = nodes.map((node) => boxOf(node, SIZE));
  for (const [left, top, right, bottom] of boxes) expect([left >= 0, top >= 0, right <= SIZE.width, bottom <= SIZE.height]).toEqual([true, true, true, true]);
  const overlaps = boxes.flatMap((a, at) => boxes.slice(at + 1).filter((b) => Math.min(a[2], b[2]) - Math.max(a[0], b[0]) > 1 && Math.min(a[3], b[3]) - Math.max(a[1], b[1]) > 1));
  expect(overlaps).toEqual([]);
});

test("ties of several kinds between two actors bend apart", () => {
  const [a, b] = ring(2) as [Placed, Placed];
  expect(pathOf(a, b, 0)).not.toBe(pathOf(a, b, 1));
});
