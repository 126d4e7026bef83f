// How does a decision reach the desk? One after the other, each once, kept until the desk has answered.
import { ask, Refused } from "../server";
import type { Told } from "./model";

/** A decision as `POST /api/v1/decisions` takes it. */
export interface Decision {
  id: string;
  kind: string;
  dispatch_id: string;
  event_id?: string;
  other_id?: string;
  cell?: string;
  before?: unknown;
  after?: unknown;
  why?: string;
  seen?: string | null;
  undoes?: string;
}

interface Account {
  event: Told["event"];
  review: string;
  flagged: boolean;
  updated_at: string | null;
}
interface Decided {
  decision: { id: string };
  account: Account | null;
}

/** What becomes of a decision. */
export interface Answers {
  /** It was taken; `told` is the event as it is now. */
  taken(decision: Decision, told: Told | null): void;
  /** Somebody decided on the same meanwhile; `told` is what stands there now. `true`: send it again over theirs. */
  conflict(decision: Decision, message: string, told: Told | null): Promise<boolean>;
  /** The desk will not take it, for this reason. */
  refused(decision: Decision, message: string): void;
  /** The list of waiting decisions has changed, or whether the desk answers has. */
  changed(offline: boolean): void;
}

const AGAIN = 2000;

/** An id that the desk has not seen. */
export function newId(): string {
  return crypto.randomUUID().replaceAll("-", "");
}

export function told(account: Account): Told {
  return { event: account.event, review: account.review, flagged: account.flagged, seen: account.updated_at };
}

/** Decisions on their way to the desk. */
export class Outbox {
  waiting: Decision[] = [];
  /** What was sent at least once: the desk may have it, even where its answer did not come. */
  private readonly tried = new Set<string>();
  private sending: Promise<void> | null = null;
  private timer = 0;

  constructor(private readonly answers: Answers) {}

  /** Send decisions; resolves when the desk has answered, or cannot be reached. */
  async send(...decisions: Decision[]): Promise<void> {
    this.waiting.push(...decisions);
    this.answers.changed(false);
    await this.work();
  }

  /** Go on with what an earlier page left. */
  restore(waiting: Decision[]): void {
    this.waiting = waiting;
    for (const one of waiting) this.tried.add(one.id);
  }

  /** Let go of the decision made last, where the desk cannot have it yet. */
  dropLatest(): Decision | null {
    const latest = this.waiting.at(-1);
    if (!latest || latest.kind === "undo" || this.tried.has(latest.id)) return null;
    this.waiting = this.waiting.slice(0, -1);
    return latest;
  }

  /** The viewer's own decision moved an event on: what waits has been seen up to then. */
  moveOn(event: string, from: string | null, to: string | null): void {
    for (const one of this.waiting) if (one.event_id === event && (one.seen ?? null) === from) one.seen = to;
  }

  async work(): Promise<void> {
    this.sending ??= this.sendAll().finally(() => {
      this.sending = null;
    });
    await this.sending;
  }

  private async sendAll(): Promise<void> {
    window.clearTimeout(this.timer);
    while (this.waiting[0]) {
      const decision = this.waiting[0];
      this.tried.add(decision.id);
      try {
        const answer = await ask<Decided>("/api/v1/decisions", { method: "POST", body: decision });
        this.waiting.shift();
        this.answers.taken(decision, answer.account && told(answer.account));
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (error.status === 0 || error.status >= 500) {
          this.answers.changed(true);
          this.timer = window.setTimeout(() => void this.work(), AGAIN);
          return;
        }
        // what was not taken needs no taking back
        this.waiting = this.waiting.slice(1).filter((one) => one.undoes !== decision.id);
        if (error.status === 409) await this.meet(decision, error.message);
        else this.answers.refused(decision, error.message);
      }
      this.answers.changed(false);
    }
  }

  private async meet(decision: Decision, message: string): Promise<void> {
    const account = await ask<Account>(`/api/v1/events/${decision.event_id ?? ""}`).catch((error: unknown) => {
      if (error instanceof Refused) return null;
      throw error;
    });
    const now = account && told(account);
    if ((await this.answers.conflict(decision, message, now)) && now) {
      const before = decision.cell && decision.kind === "edit" ? now.event[decision.cell as keyof typeof now.event] : decision.before;
      this.waiting.unshift({ ...decision, id: newId(), before, seen: now.seen });
    }
  }
}
