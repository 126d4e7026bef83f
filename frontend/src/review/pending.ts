// What has been changed on this page and not decided yet? Changes by event and field, and how to take them back.
import { same, type ConflictEvent, type FieldName, type Told } from "./model";

/** A field's value before and after; `seen` is the event's `updated_at` when the change was begun. */
export interface Change {
  event: string;
  cell: FieldName;
  before: unknown;
  after: unknown;
  seen: string | null;
}

interface Step {
  event: string;
  cell: FieldName;
  from: Change | undefined;
}

/** The changes of a page. */
export class Pending {
  private readonly changes = new Map<string, Change>();
  private steps: Step[] = [];

  get all(): Change[] {
    return [...this.changes.values()];
  }

  of(event: string): Change[] {
    return this.all.filter((change) => change.event === event);
  }

  get(event: string, cell: FieldName): Change | undefined {
    return this.changes.get(`${event} ${cell}`);
  }

  /** The event with its changes. */
  applied(told: Told): ConflictEvent {
    const values = Object.fromEntries(this.of(told.event.id).map((change) => [change.cell, change.after]));
    return { ...told.event, ...values };
  }

  /** Change a field. Steps with the same `begun` are one step for `takeBack`. */
  set(told: Told, cell: FieldName, after: unknown, first: boolean): void {
    const known = this.get(told.event.id, cell);
    if (first) this.steps.push({ event: told.event.id, cell, from: known });
    const before = known ? known.before : told.event[cell];
    if (same(before, after)) this.changes.delete(`${told.event.id} ${cell}`);
    else this.changes.set(`${told.event.id} ${cell}`, { event: told.event.id, cell, before, after, seen: known ? known.seen : told.seen });
  }

  /** Put a change back from a draft. */
  restore(change: Change): void {
    this.changes.set(`${change.event} ${change.cell}`, change);
  }

  drop(event: string, cell: FieldName): void {
    this.changes.delete(`${event} ${cell}`);
    this.steps = this.steps.filter((step) => step.event !== event || step.cell !== cell);
  }

  /** Take the latest change back; the event that it was of, null where there is none. */
  takeBack(): string | null {
    const step = this.steps.pop();
    if (step) {
      this.reset(step.event, step.cell, step.from);
      return step.event;
    }
    const latest = this.all.at(-1);
    if (!latest) return null;
    this.changes.delete(`${latest.event} ${latest.cell}`);
    return latest.event;
  }

  reset(event: string, cell: FieldName, to: Change | undefined): void {
    if (to) this.changes.set(`${event} ${cell}`, to);
    else this.changes.delete(`${event} ${cell}`);
  }

  /** The viewer's own decision moved the event on: what was begun on it has been seen up to then. */
  moveOn(event: string, from: string | null, to: string | null): void {
    for (const change of this.of(event)) if (change.seen === from) change.seen = to;
  }
}
