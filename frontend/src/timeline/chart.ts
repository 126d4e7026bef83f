// How many, and how many killed, step by step? The live drawing; the table beside it holds the same figures.
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

import { colour, faded, whenColoursChange } from "../colours";
import { stepWords, type Step } from "./figures";

const FONT = "12px system-ui, sans-serif";

/** A drawn timeline. `show` marks the steps between two positions, null marks none; `take` ends it. */
export interface Chart {
  element: HTMLElement;
  over(): HTMLElement;
  at(clientX: number): number;
  show(span: [number, number] | null): void;
  take(): void;
}

/** Draw a timeline in an element that stands in the page. `what`: events or incidents. `begun` hears of each new drawing. */
export function drawChart(host: HTMLElement, steps: Step[], what: string, begun: (chart: Chart) => void): Chart {
  const readout = document.createElement("p");
  readout.className = "readout note";
  let marked: [number, number] | null = null;
  let plot = make();

  function make(): uPlot {
    const told = (index: number | null | undefined): void => {
      const step = index === null || index === undefined ? undefined : steps[index];
      readout.textContent = step ? stepWords(step, what) : "";
    };
    const made = new uPlot(options(steps, host.clientWidth, told), dataOf(steps), host);
    host.append(readout);
    return made;
  }

  const position = (at: number): number => plot.valToPos(at, "x");
  const chart: Chart = {
    element: host,
    over: () => plot.over,
    at: (clientX) => plot.posToVal(clientX - plot.over.getBoundingClientRect().left, "x"),
    show: (span) => {
      marked = span;
      const [from, to] = span ? [position(Math.min(...span) - 0.5), position(Math.max(...span) + 0.5)] : [0, 0];
      plot.setSelect({ left: from, top: 0, width: to - from, height: plot.over.clientHeight }, false);
    },
    take: () => {
      size.disconnect();
      endColours();
      plot.destroy();
    },
  };
  const size = new ResizeObserver(() => {
    plot.setSize({ width: host.clientWidth, height: heightFor(host.clientWidth) });
    chart.show(marked);
  });
  const endColours = whenColoursChange(() => {
    plot.destroy();
    plot = make();
    chart.show(marked);
    begun(chart);
  });
  size.observe(host);
  begun(chart);
  return chart;
}

function heightFor(width: number): number {
  return width < 420 ? 190 : 260;
}

function dataOf(steps: Step[]): uPlot.AlignedData {
  return [steps.map((_, at) => at), steps.map((one) => one.count), steps.map((one) => one.high), steps.map((one) => one.low), steps.map((one) => one.best)];
}

function options(steps: Step[], width: number, told: (index: number | null | undefined) => void): uPlot.Options {
  const [accent, death, faint, line] = [colour("--accent"), colour("--death"), colour("--faint"), colour("--line")] as [string, string, string, string];
  const anyKilled = steps.some((one) => one.high > 0);
  const fromZero = (_: uPlot, __: number, most: number): [number, number] => [0, Math.max(1, most) * 1.05];
  const whole = (_: uPlot, splits: number[]): string[] => splits.map((one) => (Number.isInteger(one) ? one.toLocaleString("en") : ""));
  const axis = { stroke: faint, font: FONT, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 } };
  const bars = uPlot.paths.bars?.({ size: [0.9, 80] });
  return {
    width,
    height: heightFor(width),
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    scales: { x: { time: false, range: () => [-0.5, steps.length - 0.5] }, n: { range: fromZero }, killed: { range: fromZero } },
    axes: [
      { ...axis, grid: { show: false }, size: 32, space: 90, incrs: [1, 2, 4, 5, 10, 12, 13, 20, 26, 50, 52, 100], values: (_, splits) => splits.map((one) => (Number.isInteger(one) ? shortDay(steps, one) : "")) },
      { ...axis, scale: "n", size: 44, values: whole, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000, 100_000] },
      { ...axis, scale: "killed", side: 1, size: 48, show: anyKilled, stroke: death, grid: { show: false }, values: whole, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000, 100_000] },
    ],
    series: [
      {},
      { scale: "n", fill: faded(accent, 0.45), stroke: accent, width: 0, points: { show: false }, ...(bars ? { paths: bars } : {}) },
      { scale: "killed", stroke: faded(death, 0.5), width: 0.5, points: { show: false } },
      { scale: "killed", stroke: faded(death, 0.5), width: 0.5, points: { show: false } },
      { scale: "killed", stroke: death, width: 1.6, points: { show: steps.length < 40, size: 5, fill: death } },
    ],
    bands: [{ series: [2, 3], fill: faded(death, 0.25) }],
    hooks: { setCursor: [(plot) => told(plot.cursor.idx)] },
  };
}

function shortDay(steps: Step[], at: number): string {
  const step = steps[at];
  if (!step) return "";
  const days = (Date.parse(step.end) - Date.parse(step.start)) / 86_400_000;
  return days > 300 ? step.start.slice(0, 4) : days > 20 ? step.start.slice(0, 7) : step.start;
}
