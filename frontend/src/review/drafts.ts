// How does nothing get lost? What is not decided yet is kept in this browser at once, and at the desk soon after.
import { ask, Refused } from "../server";
import type { Decision } from "./deciding";
import { same } from "./model";
import type { Change } from "./pending";

/** What is kept: changes that are not decided, and decisions that the desk has not answered yet. */
export interface Content {
  changes: Change[];
  waiting: Decision[];
}

/** A draft at the desk; `version` names it, `parent` is the one that it follows. */
export interface Draft extends Content {
  version: string;
  parent: string | null;
}

interface LocalDraft extends Content {
  version: string | null;
}

export type Kept = "saved" | "draft" | "unsaved" | "offline";
/** A field that two windows have changed differently. */
export interface Difference {
  mine: Change;
  theirs: Change;
}

const SOON = 400;
const AGAIN = 2000;

/** Keeps one dispatch's draft. */
export class DraftKeeper {
  private version: string | null;
  private content: Content = { changes: [], waiting: [] };
  private timer = 0;
  private asking = false;
  private again = false;
  private readonly adopted: string[] = [];
  private readonly prefix: string;
  private readonly own: string;

  constructor(
    private readonly dispatch: string,
    viewer: string,
    stored: Draft | null,
    private readonly tell: (kept: Kept, message?: string) => void,
    private readonly differ: (merged: Content, differences: Difference[]) => void,
  ) {
    this.version = stored?.version ?? null;
    this.prefix = `marsad.draft.${viewer}.${dispatch}.`;
    const tab = sessionStorage.getItem("marsad.tab") ?? crypto.randomUUID();
    sessionStorage.setItem("marsad.tab", tab);
    this.own = this.prefix + tab;
  }

  /** What was left here, with what the desk has of it. */
  restored(stored: Draft | null): Content {
    let found: Content = { changes: stored?.changes ?? [], waiting: stored?.waiting ?? [] };
    for (let at = 0; at < localStorage.length; at++) {
      const key = localStorage.key(at);
      if (!key?.startsWith(this.prefix)) continue;
      this.adopted.push(key);
      const local = JSON.parse(localStorage.getItem(key) ?? "{}") as LocalDraft;
      if (!local.changes) continue;
      // What follows the stored draft replaces it; what was kept beside it is joined to it.
      if (local.version === (stored?.version ?? null) && this.adopted.length === 1) found = { changes: local.changes, waiting: local.waiting };
      else found = this.join(local, found);
    }
    this.content = found;
    if (this.adopted.length > 0) this.keep(found);
    else this.tell(found.changes.length + found.waiting.length > 0 ? "draft" : "saved");
    return found;
  }

  /** Keep this from now on. */
  keep(content: Content): void {
    this.content = content;
    if (content.changes.length === 0 && content.waiting.length === 0 && this.version === null && !this.asking) {
      this.forget();
      this.tell("saved");
      return;
    }
    localStorage.setItem(this.own, JSON.stringify({ ...content, version: this.version }));
    this.tell("unsaved");
    this.later(SOON);
  }

  /** Send now what waits to be sent. */
  async flush(): Promise<void> {
    if (this.timer !== 0) await this.push();
  }

  private later(milliseconds: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.push(), milliseconds);
  }

  private async push(): Promise<void> {
    window.clearTimeout(this.timer);
    this.timer = 0;
    if (this.asking) {
      this.again = true;
      return;
    }
    this.asking = true;
    const sent = this.content;
    const version = crypto.randomUUID();
    try {
      await ask(`/api/v1/drafts/${this.dispatch}`, { method: "PUT", body: { ...sent, version, parent: this.version } });
      this.version = version;
      if (this.content === sent) {
        this.forget();
        this.tell(sent.changes.length + sent.waiting.length > 0 ? "draft" : "saved");
      } else {
        localStorage.setItem(this.own, JSON.stringify({ ...this.content, version }));
        this.again = true;
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.status === 409) await this.meet();
      else if (error.status === 0 || error.status >= 500) {
        this.tell("offline");
        this.later(AGAIN);
      } else this.tell("unsaved", error.message);
    } finally {
      this.asking = false;
      if (this.again) {
        this.again = false;
        this.later(0);
      }
    }
  }

  /** Another window keeps a draft of this dispatch: join both, and ask where they differ. */
  private async meet(): Promise<void> {
    const { draft } = await ask<{ draft: Draft | null }>(`/api/v1/drafts/${this.dispatch}`);
    this.version = draft?.version ?? null;
    const theirs: Content = { changes: draft?.changes ?? [], waiting: draft?.waiting ?? [] };
    const joined = this.join(this.content, theirs);
    const differences = this.content.changes.flatMap((mine) => {
      const other = theirs.changes.find((change) => change.event === mine.event && change.cell === mine.cell);
      return other && !same(other.after, mine.after) ? [{ mine, theirs: other }] : [];
    });
    this.content = joined;
    localStorage.setItem(this.own, JSON.stringify({ ...joined, version: this.version }));
    this.differ(joined, differences);
    this.again = true;
  }

  /** Mine before theirs, field by field; each waiting decision once. */
  private join(mine: Content, theirs: Content): Content {
    const key = (change: Change): string => `${change.event} ${change.cell}`;
    const changes = new Map([...theirs.changes, ...mine.changes].map((change) => [key(change), change]));
    const waiting = new Map([...theirs.waiting, ...mine.waiting].map((decision) => [decision.id, decision]));
    return { changes: [...changes.values()], waiting: [...waiting.values()] };
  }

  private forget(): void {
    for (const key of [this.own, ...this.adopted]) localStorage.removeItem(key);
    this.adopted.length = 0;
  }
}
