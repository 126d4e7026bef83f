// When: a span of days is chosen by dragging over the timeline, or with the arrow keys on its two handles.
import { drawChart, type Chart } from "./chart";
import { daysOf, stepsOf, type Step } from "./figures";

/** Go to the page with these days. */
type Narrow = (days: { since: string; until: string }) => void;

/** Put a live timeline in place of the drawn one; gives what takes it down again. */
export function liveTimeline(figure: HTMLElement, narrow: Narrow): () => void {
  const drawing = figure.querySelector<SVGSVGElement>("svg.timeline");
  const steps = stepsOf(figure);
  if (!drawing || steps.length === 0) return () => undefined;
  const what = figure.dataset["timeline"] ?? "events";
  const host = document.createElement("div");
  host.className = "chart";
  host.setAttribute("role", "img");
  host.setAttribute("aria-label", `Timeline of the ${what}; the table below holds the same figures`);
  drawing.replaceWith(host);
  const chart = drawChart(host, steps, what, (drawn) => watchDragging(drawn, steps, narrow));
  if (steps.length > 1) host.after(handles(chart, steps, narrow));
  return () => chart.take();
}

function watchDragging(chart: Chart, steps: Step[], narrow: Narrow): void {
  const over = chart.over();
  let begun: number | null = null;
  let beganX = 0;
  over.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    begun = Math.round(chart.at(event.clientX));
    beganX = event.clientX;
    over.setPointerCapture(event.pointerId);
  });
  over.addEventListener("pointermove", (event) => {
    if (begun !== null && Math.abs(event.clientX - beganX) > 3) chart.show([begun, Math.round(chart.at(event.clientX))]);
  });
  over.addEventListener("pointercancel", () => {
    begun = null;
    chart.show(null);
  });
  over.addEventListener("pointerup", (event) => {
    if (begun === null) return;
    const days = Math.abs(event.clientX - beganX) > 3 ? daysOf(steps, begun, chart.at(event.clientX)) : null;
    begun = null;
    if (days) narrow(days);
    else chart.show(null);
  });
}

/** The same by keyboard: two sliders over the steps. */
function handles(chart: Chart, steps: Step[], narrow: Narrow): HTMLElement {
  const form = document.createElement("form");
  form.className = "row";
  form.setAttribute("aria-label", "Choose a span of days");
  const from = slider("From", steps.length - 1, 0);
  const to = slider("To", steps.length - 1, steps.length - 1);
  const days = (): { since: string; until: string } => daysOf(steps, Number(from.input.value), Number(to.input.value)) ?? { since: "", until: "" };
  const tell = (): void => {
    const { since, until } = days();
    for (const [one, day] of [[from, since], [to, until]] as const) {
      one.said.textContent = day;
      one.input.setAttribute("aria-valuetext", day);
    }
  };
  for (const { input } of [from, to]) {
    input.addEventListener("input", () => {
      tell();
      chart.show([Number(from.input.value), Number(to.input.value)]);
    });
  }
  const button = document.createElement("button");
  button.textContent = "Show only these days";
  form.append(from.label, to.label, button);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    narrow(days());
  });
  tell();
  return form;
}

function slider(title: string, last: number, value: number): { label: HTMLLabelElement; input: HTMLInputElement; said: HTMLOutputElement } {
  const label = document.createElement("label");
  const input = document.createElement("input");
  const said = document.createElement("output");
  input.type = "range";
  input.min = "0";
  input.max = String(last);
  input.value = String(value);
  label.append(`${title} `, input, " ", said);
  return { label, input, said };
}
