// What does a timeline show? Its steps, read from the table that stands beside it on the page.

/** One step of a timeline: its first and last day, how many events, and people killed. */
export interface Step {
  start: string;
  end: string;
  count: number;
  low: number;
  best: number;
  high: number;
}

/** The steps of a timeline, in their order. */
export function stepsOf(figure: HTMLElement): Step[] {
  return [...figure.querySelectorAll<HTMLTableRowElement>("tr[data-start]")].map(({ dataset }) => ({
    start: dataset["start"] ?? "",
    end: dataset["end"] ?? "",
    count: Number(dataset["count"]),
    low: Number(dataset["low"]),
    best: Number(dataset["best"]),
    high: Number(dataset["high"]),
  }));
}

/** The days of the steps from one to another, whichever comes first. Positions beyond the ends mean the ends. */
export function daysOf(steps: Step[], one: number, other: number): { since: string; until: string } | null {
  const within = (at: number): Step | undefined => steps[Math.min(Math.max(Math.round(at), 0), steps.length - 1)];
  const first = within(Math.min(one, other));
  const last = within(Math.max(one, other));
  return first && last ? { since: first.start, until: last.end } : null;
}

/** A step's days as short as they can be told. */
export function stepName({ start, end }: Step): string {
  if (start === end) return start;
  if (start.endsWith("-01-01") && end.endsWith("-12-31")) return start.slice(0, 4);
  const nextDay = new Date(Date.parse(end) + 86_400_000).toISOString();
  if (start.endsWith("-01") && nextDay.slice(8, 10) === "01" && start.slice(0, 7) === end.slice(0, 7)) return start.slice(0, 7);
  return `${start} to ${end}`;
}

/** A step in words. */
export function stepWords(step: Step, what: string): string {
  const range = step.low === step.high ? "" : ` (${step.low} to ${step.high})`;
  const killed = step.high > 0 ? `, killed ${step.best}${range}` : "";
  return `${stepName(step)}: ${step.count} ${step.count === 1 ? what.replace(/s$/, "") : what}${killed}`;
}
