// Where do actors stand so that those who are tied stand near each other, and no name covers another?
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type Simulation } from "d3-force";

/** An actor in the picture; all in the picture's pixels. `name`: the width of its written name. */
export interface Placed {
  key: string;
  x: number;
  y: number;
  radius: number;
  name: number;
  /** Those it is tied to, once it is placed. */
  tied?: Placed[];
  fx?: number | null;
  fy?: number | null;
}
/** A tie between two actors, by their keys. */
export interface Tied {
  source: string | Placed;
  target: string | Placed;
}
/** The picture's size. */
export interface Size {
  width: number;
  height: number;
}

export const LINE = 20;
const GAP = 5;
const TICKS = 320;

/** On which side of its disc an actor's name stands: 1 on the right, -1 on the left. Away from its ties, within the picture. */
export function nameSide(node: Placed, { width }: Size): 1 | -1 {
  const reach = node.radius + GAP + node.name + 4;
  if (node.x + reach > width) return -1;
  if (node.x - reach < 0) return 1;
  const pull = (node.tied ?? []).reduce((sum, other) => sum + other.x - node.x, 0);
  return pull > 0 ? -1 : 1;
}

/** The box that an actor takes with its name: left, top, right, bottom. */
export function boxOf(node: Placed, size: Size): [number, number, number, number] {
  const reach = node.radius + GAP + node.name;
  const half = Math.max(node.radius, LINE / 2);
  return nameSide(node, size) > 0 ? [node.x - node.radius, node.y - half, node.x + reach, node.y + half] : [node.x - reach, node.y - half, node.x + node.radius, node.y + half];
}

/** Place all actors; they are changed in place. The same ties give the same picture. The simulation stands still. */
export function lay(nodes: Placed[], ties: Tied[], size: Size): Simulation<Placed, undefined> {
  const links = ties.map(({ source, target }) => ({ source, target }));
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  const known = (end: string | Placed): Placed[] => [typeof end === "string" ? byKey.get(end) : end].filter((node) => node !== undefined);
  for (const node of nodes) node.tied = [];
  for (const { source, target } of ties) {
    for (const a of known(source)) for (const b of known(target)) {
      a.tied?.push(b);
      b.tied?.push(a);
    }
  }
  const simulation = forceSimulation(nodes)
    .force("tie", forceLink<Placed, { source: string | Placed; target: string | Placed }>(links).id((node) => node.key).distance(130).strength(0.25))
    .force("apart", forceManyBody<Placed>().strength(-500))
    .force("x", forceX<Placed>(size.width / 2).strength(0.05))
    .force("y", forceY<Placed>(size.height / 2).strength(0.09))
    .force("discs", forceCollide<Placed>((node) => node.radius + 24))
    .force("names", () => keepNamesApart(nodes, size))
    .stop();
  simulation.tick(TICKS);
  for (let round = 0; round < 60; round++) keepNamesApart(nodes, size);
  return simulation;
}

/** Move actors whose boxes overlap up and down from each other, and all of them into the picture. */
export function keepNamesApart(nodes: Placed[], size: Size): void {
  nodes.forEach((one, at) => {
    const a = boxOf(one, size);
    for (const other of nodes.slice(at + 1)) {
      const b = boxOf(other, size);
      const across = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
      const down = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
      if (across <= 0 || down <= 0) continue;
      const step = (one.y <= other.y ? -1 : 1) * (down / 2 + 0.5);
      if (one.fy == null) one.y += step;
      if (other.fy == null) other.y -= step;
    }
  });
  for (const node of nodes) {
    const edge = Math.max(node.radius, LINE / 2) + 2;
    node.x = Math.min(Math.max(node.x, edge), size.width - edge);
    node.y = Math.min(Math.max(node.y, edge), size.height - edge);
  }
}

/** The path of a tie. Ties of several kinds between two actors bend apart by their `order`. */
export function pathOf(a: Placed, b: Placed, order: number): string {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const bend = 0.08 + 0.1 * order;
  return `M${a.x.toFixed(1)} ${a.y.toFixed(1)}Q${((a.x + b.x) / 2 - dy * bend).toFixed(1)} ${((a.y + b.y) / 2 + dx * bend).toFixed(1)} ${b.x.toFixed(1)} ${b.y.toFixed(1)}`;
}
