// Who is tied to whom? The picture that the server drew, with those who are tied moved near each other.
import { boxOf, lay, nameSide, pathOf, type Placed } from "./network/layout";

const ORDER = ["fighting", "alliance", "backing", "belonging"];
const DRAGGED = 4;

interface Node extends Placed {
  link: SVGAElement;
  disc: SVGCircleElement;
  words: SVGTextElement;
}
interface Line {
  path: SVGPathElement;
  a: Node;
  b: Node;
  order: number;
}

for (const drawing of document.querySelectorAll<SVGSVGElement>("svg.network")) enliven(drawing);

function enliven(drawing: SVGSVGElement): void {
  const { width, height } = drawing.viewBox.baseVal;
  const size = { width, height };
  const nodes = [...drawing.querySelectorAll<SVGAElement>("a[data-key]")].flatMap(nodeOf);
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  const lines = [...drawing.querySelectorAll<SVGPathElement>("path.tie")].flatMap((path) => {
    const [a, b] = [byKey.get(path.dataset["a"] ?? ""), byKey.get(path.dataset["b"] ?? "")];
    return a && b ? [{ path, a, b, order: ORDER.indexOf(path.dataset["tie"] ?? "") }] : [];
  });
  if (nodes.length < 3) return;
  const simulation = lay(nodes, lines.map(({ a, b }) => ({ source: a.key, target: b.key })), size);
  const draw = (): void => drawAll(nodes, lines, size);
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  simulation.on("tick", draw);
  draw();
  crop(drawing, nodes, size);
  for (const node of nodes) {
    watchDragging(node, drawing, {
      moved: () => (still.matches ? draw() : simulation.alphaTarget(0.2).restart()),
      ended: () => simulation.alphaTarget(0),
    });
    for (const begin of ["pointerenter", "focus"]) node.link.addEventListener(begin, () => point(drawing, nodes, lines, node));
    for (const end of ["pointerleave", "blur"]) node.link.addEventListener(end, () => point(drawing, nodes, lines, nodes.find((one) => one.link === document.activeElement) ?? null));
  }
}

/** Few actors need less height than the picture has. */
function crop(drawing: SVGSVGElement, nodes: Node[], size: { width: number; height: number }): void {
  const boxes = nodes.map((node) => boxOf(node, size));
  const top = Math.max(0, Math.min(...boxes.map((box) => box[1])) - 20);
  const bottom = Math.min(size.height, Math.max(...boxes.map((box) => box[3])) + 20);
  drawing.setAttribute("viewBox", `0 ${top.toFixed(1)} ${size.width} ${(bottom - top).toFixed(1)}`);
}

function nodeOf(link: SVGAElement): Node[] {
  const disc = link.querySelector("circle");
  const words = link.querySelector("text");
  if (!disc || !words) return [];
  return [{ key: link.dataset["key"] ?? "", link, disc, words, x: disc.cx.baseVal.value, y: disc.cy.baseVal.value, radius: disc.r.baseVal.value, name: words.getComputedTextLength() }];
}

function drawAll(nodes: Node[], lines: Line[], size: { width: number; height: number }): void {
  for (const node of nodes) {
    const side = nameSide(node, size);
    node.disc.setAttribute("cx", node.x.toFixed(1));
    node.disc.setAttribute("cy", node.y.toFixed(1));
    node.words.setAttribute("x", (node.x + side * (node.radius + 5)).toFixed(1));
    node.words.setAttribute("y", (node.y + 4).toFixed(1));
    node.words.setAttribute("text-anchor", side > 0 ? "start" : "end");
  }
  for (const { path, a, b, order } of lines) path.setAttribute("d", pathOf(a, b, order));
}

/** An actor's disc follows the pointer; a press without moving stays a link. */
function watchDragging(node: Node, drawing: SVGSVGElement, hear: { moved(): void; ended(): void }): void {
  let began: [number, number] | null = null;
  let isDragged = false;
  node.link.addEventListener("dragstart", (event) => event.preventDefault());
  node.link.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.pointerType === "touch") return;
    began = [event.clientX, event.clientY];
    isDragged = false;
    node.link.setPointerCapture(event.pointerId);
  });
  node.link.addEventListener("pointermove", (event) => {
    if (!began) return;
    isDragged ||= Math.hypot(event.clientX - began[0], event.clientY - began[1]) > DRAGGED;
    const toPicture = drawing.getScreenCTM()?.inverse();
    if (!isDragged || !toPicture) return;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(toPicture);
    node.x = node.fx = at.x;
    node.y = node.fy = at.y;
    hear.moved();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    node.link.addEventListener(end, () => {
      began = null;
      hear.ended();
    });
  }
  node.link.addEventListener("click", (event) => {
    if (isDragged) event.preventDefault();
    isDragged = false;
  });
}

/** Let an actor and those tied to it stand out; null: all alike. */
function point(drawing: SVGSVGElement, nodes: Node[], lines: Line[], chosen: Node | null): void {
  drawing.classList.toggle("pointing", chosen !== null);
  const near = new Set(lines.flatMap(({ a, b }) => (a === chosen || b === chosen ? [a, b] : [])));
  for (const node of nodes) node.link.classList.toggle("near", node === chosen || near.has(node));
  for (const { path, a, b } of lines) path.classList.toggle("near", a === chosen || b === chosen);
}
