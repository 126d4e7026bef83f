// When: a span of days is chosen by dragging over the drawn timeline, or with the arrow keys on its two handles.
import { narrow, type Point } from "./points";

/** Let a span be chosen on the timeline that the server drew. */
export function drawTimeline(figure: HTMLElement, points: Point[]): void {
  const drawing = figure.querySelector<SVGSVGElement>("svg.timeline");
  const days = points.map((point) => point.start).filter((day): day is string => day !== null).sort();
  const first = days[0];
  const last = days[days.length - 1];
  if (!drawing || !first || !last || first === last) return;
  const from = Date.parse(first);
  const length = Date.parse(last) - from;
  const width = drawing.viewBox.baseVal.width;
  const dayAt = (x: number): string => new Date(from + Math.min(1, Math.max(0, x / width)) * length).toISOString().slice(0, 10);

  const brush = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  brush.setAttribute("class", "brush");
  brush.setAttribute("y", "0");
  brush.setAttribute("height", "100%");
  drawing.append(brush);
  let begun: number | null = null;
  const position = (event: PointerEvent): number => {
    const box = drawing.getBoundingClientRect();
    return ((event.clientX - box.left) / box.width) * width;
  };
  const show = (a: number, b: number): void => {
    brush.setAttribute("x", String(Math.min(a, b)));
    brush.setAttribute("width", String(Math.abs(a - b)));
  };
  drawing.addEventListener("pointerdown", (event) => {
    begun = position(event);
    drawing.setPointerCapture(event.pointerId);
    show(begun, begun);
  });
  drawing.addEventListener("pointermove", (event) => {
    if (begun !== null) show(begun, position(event));
  });
  drawing.addEventListener("pointerup", (event) => {
    if (begun === null) return;
    const [a, b] = [begun, position(event)].sort((one, other) => one - other) as [number, number];
    begun = null;
    if (b - a < 4) show(0, 0);
    else narrow({ since: dayAt(a), until: dayAt(b) });
  });

  const form = document.createElement("form");
  form.className = "row";
  form.setAttribute("aria-label", "Choose a span of days");
  const from_input = slider("From", first, length);
  const to_input = slider("To", first, length);
  to_input.input.value = to_input.input.max;
  const update = (): void => {
    const [a, b] = [Number(from_input.input.value), Number(to_input.input.value)];
    from_input.said.textContent = day(first, Math.min(a, b));
    to_input.said.textContent = day(first, Math.max(a, b));
    show((Math.min(a, b) / Number(from_input.input.max)) * width, (Math.max(a, b) / Number(from_input.input.max)) * width);
  };
  for (const one of [from_input, to_input]) one.input.addEventListener("input", update);
  const button = document.createElement("button");
  button.textContent = "List only these days";
  form.append(from_input.label, to_input.label, button);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    narrow({ since: from_input.said.textContent, until: to_input.said.textContent });
  });
  figure.append(form);
  update();
  show(0, 0);
}

function day(first: string, after: number): string {
  return new Date(Date.parse(first) + after * 86_400_000).toISOString().slice(0, 10);
}

function slider(title: string, first: string, length: number): { label: HTMLLabelElement; input: HTMLInputElement; said: HTMLOutputElement } {
  const label = document.createElement("label");
  const input = document.createElement("input");
  const said = document.createElement("output");
  input.type = "range";
  input.min = "0";
  input.max = String(Math.round(length / 86_400_000));
  input.value = "0";
  said.textContent = first;
  label.append(`${title} `, input, " ", said);
  return { label, input, said };
}
