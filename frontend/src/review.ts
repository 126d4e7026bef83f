// The island of the page on which a dispatch is reviewed: it ties text, cards, keys, drafts and decisions together.
import { pageData, Refused } from "./server";
import { cardOf, drawCard, dress, openEditor, type Opened } from "./review/cards";
import { eventTypes } from "./review/cells";
import { newId, Outbox, type Decision } from "./review/deciding";
import { DraftKeeper, type Content, type Difference, type Draft, type Kept } from "./review/drafts";
import { byId, dialog, h } from "./review/elements";
import { watchLinks } from "./review/linking";
import { listen, showHelp } from "./review/keys";
import { FIELDS, label, lines, same, type CellName, type ConflictEvent, type FieldName, type Span, type Told } from "./review/model";
import { Pending } from "./review/pending";
import { watchSelection, withWords } from "./review/selecting";
import { askMerge, askNew, askSplit } from "./review/shaping";
import { DispatchText, drawText } from "./review/spans";
import { decisionOf, fieldOf } from "./review/wording";

interface PageData {
  dispatch: string;
  text: string;
  viewer: string;
  events: Told[];
  undoable: string[];
  draft: Draft | null;
  next: string;
  cells: [CellName, string][];
  choices: Record<string, string[]>;
}

const STRUCTURAL = new Set(["add", "merge", "split", "undo"]);
const REVIEWS: Record<string, string> = { confirm: "confirmed", reject: "rejected", flag: "flagged" };
let data = pageData<PageData>("review-data");
const text = new DispatchText(data.text);
const textHost = byId("text");
const pending = new Pending();
const titles = new Map<CellName, string>(data.cells);
let definitions = new Map<string, string>();
let current = Math.max(0, data.events.findIndex((told) => told.review === "open"));
let opened: Opened | null = null;
let offline = false;
let kept: Kept = "saved";
let drawing = 0;
let stale: string | null = null;
let doneElsewhere = 0;

const keeper = new DraftKeeper(data.dispatch, data.viewer, data.draft, tellKept, joined);
const outbox = new Outbox({ taken, conflict, refused, changed: (isOffline) => { offline = isOffline; keep(); } });
const selected = watchSelection(textHost, byId("selected"), text, useWords, (span) => void addEvent(span));

start();

function start(): void {
  byId("bar").hidden = false;
  dressAll();
  restore(keeper.restored(data.draft));
  drawAll();
  doneElsewhere = byId<HTMLProgressElement>("progress").value - decidedHere();
  const linked = data.events.findIndex((told) => `#${told.event.id}` === location.hash);
  choose(linked >= 0 ? linked : current, false);
  watchLinks(textHost, { indexOf, choose, current: () => current, currentId: () => data.events[current]?.event.id });
  byId("save").addEventListener("click", save);
  byId("accept-all").addEventListener("click", () => void acceptAll());
  byId("take-back").addEventListener("click", takeBack);
  byId("keys").addEventListener("click", () => void showHelp());
  listen({ accept: () => decide("confirm"), reject: () => decide("reject"), flag: () => decide("flag"), skip: () => moveEvent(1), takeBack, openCell: (number) => { const name = data.cells[number - 1]; if (name) edit(name[0]); }, moveEvent, moveCell, save, acceptAll: () => void acceptAll() });
  void eventTypes().then((types) => { definitions = new Map(types.map((type) => [type.key, type.definition])); }).catch(notReached);
  if (outbox.waiting.length > 0) void outbox.work();
}

function restore(content: Content): void {
  for (const change of content.changes) pending.restore(change);
  outbox.restore(content.waiting);
  const lost = content.changes.filter((change) => !data.events.some((told) => told.event.id === change.event));
  if (lost.length === 0) return;
  const drop = h("button", { type: "button", onclick: () => { for (const change of lost) pending.drop(change.event, change.cell); keep(); clearNotices(); } }, "Throw them away");
  notice(`${lost.length} kept ${lost.length === 1 ? "change concerns an event" : "changes concern events"} that are no longer told here.`, drop);
}

// ---------------------------------------------------------------- drawing

function dressAll(dressed: HTMLElement | null = null): void {
  for (const told of data.events) {
    const id = told.event.id;
    const card = cardOf(id);
    if (!card || card === dressed) continue;
    const here = (): void => choose(indexOf(id), false);
    dress(card, {
      edit: (cell) => { here(); edit(cell); },
      decide: (kind) => { here(); decide(kind); },
      shape: (how) => { here(); void (how === "merge" ? mergeEvent() : splitEvent()); },
    });
  }
  const heading = byId("events-heading");
  heading.after(h("p", { class: "row" }, h("button", { type: "button", id: "add-event", onclick: () => void addEvent(selected()) }, "Add an event …")));
}

function drawAll(): void {
  for (const told of data.events) draw(told);
  drawTextNow();
}

function draw(told: Told): void {
  const queued = outbox.waiting.find((one) => one.event_id === told.event.id && REVIEWS[one.kind] && !outbox.waiting.some((other) => other.undoes === one.id));
  drawCard(told, pending, text, queued ? (REVIEWS[queued.kind] ?? null) : null, (type) => definitions.get(type) ?? (type === told.event.type ? definitionOnPage(told) : ""));
}

function definitionOnPage(told: Told): string {
  return document.querySelector(`[id="${told.event.id}"] .cell[data-name="type"] small`)?.textContent ?? "";
}

/** The text is drawn once for many changes that come close together. */
function drawTextSoon(): void {
  window.clearTimeout(drawing);
  drawing = window.setTimeout(drawTextNow, 120);
}

function drawTextNow(): void {
  window.clearTimeout(drawing);
  drawText(textHost, text, data.events.map((told) => ({ event: pending.applied(told), review: told.review })));
  follow();
}

/** Show the current event's words among the others. */
function follow(): void {
  const id = data.events[current]?.event.id;
  textHost.classList.toggle("following", id !== undefined);
  let first = true;
  for (const mark of textHost.querySelectorAll<HTMLElement>("mark")) {
    const here = id !== undefined && (mark.dataset.keys ?? "").split(" ").some((key) => key.startsWith(`${id}.`));
    mark.classList.toggle("here", here);
    mark.tabIndex = here && first ? 0 : -1;
    if (here) first = false;
  }
}

function indexOf(id: string): number {
  return data.events.findIndex((told) => told.event.id === id);
}

function choose(index: number, focus = true): void {
  const told = data.events[index];
  if (!told) return;
  if (opened && opened.event !== told.event.id) opened.close();
  current = index;
  for (const card of document.querySelectorAll(".card.current")) card.classList.remove("current");
  const card = cardOf(told.event.id);
  card?.classList.add("current");
  follow();
  if (!focus) return;
  history.replaceState(null, "", `${location.pathname}${location.search}#${told.event.id}`);
  card?.focus({ preventScroll: true });
  card?.scrollIntoView({ block: "nearest" });
  const first = textHost.querySelector("mark.here");
  if (first && window.matchMedia("(min-width: 62rem)").matches) textHost.scrollTo({ top: textHost.scrollTop + first.getBoundingClientRect().top - textHost.getBoundingClientRect().top - textHost.clientHeight / 3 });
}

function moveEvent(by: number): void {
  const to = current + by;
  if (to >= data.events.length) announce("That was the last event. Ctrl Enter accepts all and goes to the next dispatch.");
  choose(Math.min(Math.max(to, 0), data.events.length - 1));
}

function moveCell(by: number): void {
  const told = data.events[current];
  const card = told && cardOf(told.event.id);
  if (!card) return;
  const buttons = [...card.querySelectorAll<HTMLElement>("button.name")];
  const at = buttons.findIndex((button) => button === document.activeElement);
  const to = at < 0 ? (by > 0 ? 0 : buttons.length - 1) : Math.min(Math.max(at + by, 0), buttons.length - 1);
  buttons[to]?.focus();
}

// ---------------------------------------------------------------- editing

function edit(name: CellName): void {
  const told = data.events[current];
  if (!told) return;
  const again = opened?.event === told.event.id && opened.cell === name;
  opened?.close();
  if (again) return;
  opened = openEditor(
    told,
    pending.applied(told),
    name,
    { text, choices: data.choices, selected },
    (field, value, first) => change(told.event.id, field, value, first),
    (takenBack) => {
      opened = null;
      for (let step = 0; step < takenBack; step++) pending.takeBack();
      if (takenBack > 0) changed(told.event.id);
    },
  );
}

function change(id: string, field: FieldName, value: unknown, first: boolean): void {
  const told = data.events[indexOf(id)];
  if (!told) return;
  pending.set(told, field, value, first);
  changed(id);
}

function changed(id: string): void {
  const told = data.events[indexOf(id)];
  if (told) draw(told);
  drawTextSoon();
  keep();
}

function useWords(target: Parameters<typeof withWords>[1], span: Span, add: boolean): void {
  const told = data.events[current];
  if (!told) return;
  opened?.close();
  const [field, value] = withWords(pending.applied(told), target, span, text.words([span]), add);
  change(told.event.id, field, value, true);
  const cell = (Object.keys(FIELDS) as CellName[]).find((name) => FIELDS[name].includes(field));
  if (cell && !add && field !== "evidence") edit(cell);
}

// ---------------------------------------------------------------- deciding

function save(): void {
  opened?.close();
  void outbox.send(...unsent(pending.all));
}

/** Decisions for changes; those that wait already with this value are not made twice. */
function unsent(changes: ReturnType<Pending["of"]>): Decision[] {
  const known = (decision: Decision): boolean => outbox.waiting.some((one) => one.event_id === decision.event_id && one.kind === decision.kind && JSON.stringify(one.after) === JSON.stringify(decision.after));
  return changes.filter((change) => indexOf(change.event) >= 0).map((change) => decisionOf(data.dispatch, change)).filter((decision) => !known(decision));
}

function decide(kind: string): void {
  const told = data.events[current];
  if (!told) return;
  opened?.close();
  if (kind === "reject") for (const change of pending.of(told.event.id)) pending.drop(change.event, change.cell);
  const sent = outbox.send(...unsent(pending.of(told.event.id)), verdict(told, kind));
  draw(told);
  void sent;
  if (kind === "flag") return;
  const following = data.events.findIndex((one, at) => at > current && one.review === "open");
  if (following >= 0) choose(following);
  else announce(`Event ${current + 1}: ${REVIEWS[kind] ?? kind}. No open event follows.`);
}

function verdict(told: Told, kind: string): Decision {
  return { id: newId(), kind, dispatch_id: data.dispatch, event_id: told.event.id, before: told.flagged && kind === "flag" ? "flagged" : told.review, after: REVIEWS[kind], seen: told.seen };
}

async function acceptAll(): Promise<void> {
  opened?.close();
  const wanted = data.events.filter((told) => told.review === "open" || (told.review !== "rejected" && pending.of(told.event.id).length > 0));
  const queued = (told: Told): boolean => outbox.waiting.some((one) => one.event_id === told.event.id && (one.kind === "confirm" || one.kind === "reject"));
  await outbox.send(...wanted.flatMap((told) => (queued(told) ? [] : [...unsent(pending.of(told.event.id)), verdict(told, "confirm")])));
  const left = data.events.filter((told) => told.review === "open").length + pending.all.length + outbox.waiting.length;
  if (left > 0) return;
  await keeper.flush();
  location.assign(data.next);
}

function taken(decision: Decision, told: Told | null): void {
  if (decision.undoes) data.undoable = data.undoable.filter((id) => id !== decision.undoes);
  else data.undoable.unshift(decision.id);
  const index = indexOf(decision.event_id ?? "");
  const before = data.events[index];
  if (told && before) {
    pending.moveOn(told.event.id, before.seen, told.seen);
    outbox.moveOn(told.event.id, before.seen, told.seen);
  }
  if (told && before && !STRUCTURAL.has(decision.kind)) {
    const field = fieldOf(decision) as FieldName | undefined;
    data.events[index] = told;
    if (field) settle(told, field);
    draw(told);
    if (decision.kind === "reject" || field) drawTextSoon();
    countDone();
  } else {
    stale = told?.event.id ?? data.events[current]?.event.id ?? "";
  }
  if (stale !== null && outbox.waiting.length === 0) void refresh(stale);
}

/** A field was saved: what was changed further meanwhile stays a change, from the saved value on. */
function settle(told: Told, field: FieldName): void {
  const left = pending.get(told.event.id, field);
  if (!left) return;
  const value = left.after;
  pending.drop(told.event.id, field);
  pending.set(told, field, value, false);
}

/** How many of this dispatch's events have been decided on since the page came is added to the queue's progress. */
function countDone(): void {
  const progress = byId<HTMLProgressElement>("progress");
  progress.value = doneElsewhere + decidedHere();
  byId("done").textContent = String(progress.value);
}

function decidedHere(): number {
  return data.events.filter((told) => told.review !== "open").length;
}

function refused(decision: Decision, message: string): void {
  notice(`Not taken (${decision.kind.replaceAll("_", " ")}): ${message}.`);
}

async function conflict(decision: Decision, message: string, now: Told | null): Promise<boolean> {
  const index = indexOf(decision.event_id ?? "");
  const mineBefore = data.events[index];
  if (!now || !mineBefore) {
    notice(`${message}. The event is no longer told; what you had changed of it was not saved.`);
    await refresh(null);
    return false;
  }
  const field = fieldOf(decision) as FieldName | undefined;
  const mine = field ? { ...now.event, [field]: pending.get(now.event.id, field)?.after ?? now.event[field] } : pending.applied(mineBefore);
  const cells = field ? (Object.keys(FIELDS) as CellName[]).filter((cell) => FIELDS[cell].includes(field)) : [...titles.keys()];
  const yours = field ? "" : ` You were about to decide: ${REVIEWS[decision.kind] ?? decision.kind}.`;
  const answer = await choice(`${message}.${yours}`, inWords(now.event, cells, now.review), inWords(mine, cells, field ? null : mineBefore.review), field ? "Use mine" : "Decide so all the same", "Keep theirs");
  if (answer === "") {
    outbox.waiting = outbox.waiting.filter((one) => one.event_id !== now.event.id);
    return false;
  }
  const isStale = opened?.event === now.event.id && FIELDS[opened.cell].some((one) => !same(mineBefore.event[one], now.event[one]));
  if (isStale && answer === "theirs") opened?.close();
  data.events[index] = now;
  outbox.moveOn(now.event.id, mineBefore.seen, now.seen);
  if (answer === "theirs" && field) pending.drop(now.event.id, field);
  if (answer === "mine" && field) pending.moveOn(now.event.id, pending.get(now.event.id, field)?.seen ?? null, now.seen);
  draw(now);
  drawTextSoon();
  return answer === "mine";
}

function inWords(event: ConflictEvent, cells: CellName[], review: string | null): string {
  const told = cells.map((cell) => `${titles.get(cell) ?? label(cell)}: ${lines(event, cell).map((line) => [line.text || text.words(line.spans), line.note].filter(Boolean).join(" – ")).join("; ") || "not told"}`);
  return [...(review ? [`Review: ${review}`] : []), ...told].join("\n");
}

function choice(message: string, theirs: string, mine: string, useMine: string, keepTheirs: string): Promise<string> {
  const columns = h("div", { class: "theirs-yours" }, h("section", { "aria-label": "Theirs" }, h("h3", {}, "Theirs"), h("pre", { dir: "auto" }, theirs)), h("section", { "aria-label": "Yours" }, h("h3", {}, "Yours"), h("pre", { dir: "auto" }, mine)));
  return dialog("Somebody else decided meanwhile", [h("p", {}, message), columns], [["theirs", keepTheirs], ["mine", useMine]], true);
}

/** Another window of the same person keeps a draft of this dispatch: both stand together, differences are asked. */
function joined(content: Content, differences: Difference[]): void {
  for (const change of content.changes) pending.restore(change);
  drawAll();
  void (async () => {
    for (const { mine, theirs } of differences) {
      const told = data.events[indexOf(mine.event)];
      const cell = (Object.keys(FIELDS) as CellName[]).find((name) => FIELDS[name].includes(mine.cell));
      if (!told || !cell) continue;
      const word = (change: typeof mine): string => inWords({ ...told.event, [change.cell]: change.after }, [cell], null);
      const answer = await choice("Another window has changed the same cell of this dispatch.", word(theirs), word(mine), "Use mine", "Use theirs");
      if (answer === "theirs") pending.restore(theirs);
      draw(told);
    }
    drawTextSoon();
    keep();
  })();
}

function takeBack(): void {
  opened?.close();
  const id = pending.takeBack();
  if (id !== null) {
    changed(id);
    if (indexOf(id) >= 0) choose(indexOf(id));
    announce("The last change was taken back.");
    return;
  }
  const dropped = outbox.dropLatest();
  const undone = dropped ? null : latestStanding();
  if (undone) void outbox.send({ id: newId(), kind: "undo", dispatch_id: data.dispatch, undoes: undone });
  else keep();
  if (dropped || undone) drawAll();
  announce(dropped || undone ? "The last decision is taken back." : "There is nothing to take back.");
}

/** The latest decision that is not being taken back already, among those that wait and those that the desk has. */
function latestStanding(): string | undefined {
  const waiting = outbox.waiting.filter((one) => one.kind !== "undo").map((one) => one.id);
  return [...waiting.reverse(), ...data.undoable].find((id) => !outbox.waiting.some((one) => one.undoes === id));
}

// ---------------------------------------------------------------- shaping events

async function addEvent(span: Span | null): Promise<void> {
  const made = await askNew(text, span);
  if (!made) return;
  const event = { status: "happened", ...made };
  await outbox.send({ id: newId(), kind: "add", dispatch_id: data.dispatch, before: null, after: event });
}

async function mergeEvent(): Promise<void> {
  const told = data.events[current];
  const others = data.events.flatMap((one, at) => (one.event.id !== told?.event.id && one.review !== "rejected" ? [{ event: one.event, title: `${at + 1}: ${document.querySelector(`[id="h-${one.event.id}"] .title`)?.textContent ?? label(one.event.type)}` }] : []));
  if (!told) return;
  if (others.length === 0) return announce("There is no other event in this dispatch.");
  const other = await askMerge(told.event, others);
  if (other) await outbox.send(...unsent(pending.of(told.event.id)), { ...about(told), kind: "merge", other_id: other, before: [told.event.id, other], after: told.event.id });
}

async function splitEvent(): Promise<void> {
  const told = data.events[current];
  if (!told) return;
  const event = pending.applied(told);
  const parts = await askSplit(event, text);
  if (!parts) return;
  for (const change of pending.of(told.event.id)) pending.drop(change.event, change.cell);
  await outbox.send({ ...about(told), kind: "split", before: told.event, after: parts });
}

function about(told: Told): { id: string; dispatch_id: string; event_id: string; seen: string | null } {
  return { id: newId(), dispatch_id: data.dispatch, event_id: told.event.id, seen: told.seen };
}

/** Take the page's events from the desk anew; changes stay. `id`: the event to stand at. */
async function refresh(id: string | null): Promise<void> {
  stale = null;
  try {
    const answer = await fetch(location.pathname + location.search, { headers: { Accept: "text/html" }, credentials: "same-origin" });
    if (!answer.ok) return notice(`The desk answered ${answer.status}; reload the page.`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("review-data")?.textContent;
    const events = page.getElementById("events");
    const queue = page.querySelector(".queue");
    if (!fresh || !events || !queue) return notice("The desk's answer cannot be read; reload the page.");
    data = { ...(JSON.parse(fresh) as PageData), draft: data.draft };
    if (opened && indexOf(opened.event) < 0) opened = null;
    const edited = opened ? cardOf(opened.event) : null;
    replaceEvents(document.adoptNode(events), edited);
    document.querySelector(".queue")?.replaceWith(document.adoptNode(queue));
    dressAll(edited);
    drawAll();
    doneElsewhere = byId<HTMLProgressElement>("progress").value - decidedHere();
    const at = id === null ? -1 : indexOf(id);
    if (opened) choose(indexOf(opened.event), false);
    else choose(at >= 0 ? at : Math.min(current, data.events.length - 1));
    keep();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    notReached(new Refused(0, "the desk does not answer"));
  }
}

/** Put fresh cards in place of the page's; the card that is being edited stays where it is, with what is typed in it. */
function replaceEvents(fresh: HTMLElement, edited: HTMLElement | null): void {
  const host = byId("events");
  for (const child of [...host.children]) if (child !== edited) child.remove();
  let isBehind = edited === null;
  for (const child of [...fresh.children]) {
    if (edited && child.id === edited.id) {
      const header = child.querySelector("header");
      if (header) edited.querySelector("header")?.replaceWith(header);
      isBehind = true;
    } else if (isBehind) host.append(child);
    else edited?.before(child);
  }
}

// ---------------------------------------------------------------- telling

function keep(): void {
  keeper.keep({ changes: pending.all, waiting: [...outbox.waiting] });
}

function tellKept(state: Kept, message?: string): void {
  kept = state;
  const changes = pending.all.length;
  const waiting = outbox.waiting.length;
  const what = [changes > 0 && `${changes} ${changes === 1 ? "change" : "changes"}`, waiting > 0 && `${waiting} ${waiting === 1 ? "decision" : "decisions"}`].filter(Boolean).join(" and ");
  const words: Record<Kept, string> = {
    saved: "All saved",
    draft: `${what} not saved, kept as a draft`,
    unsaved: what ? `${what} not saved` : "Saving …",
    offline: `Offline: ${what || "your work"} kept in this browser, trying again`,
  };
  const shown: Kept = offline && kept !== "saved" ? "offline" : kept;
  const element = byId("kept");
  element.dataset.state = shown;
  element.textContent = message ?? words[shown];
}

function announce(message: string): void {
  byId("said").textContent = message;
}

function notice(message: string, ...more: Node[]): void {
  byId("notices").append(h("p", { class: "notice" }, message, " ", ...more, " ", h("button", { type: "button", class: "quiet", onclick: clearNotices }, "Close")));
}

function clearNotices(): void {
  byId("notices").replaceChildren();
}

function notReached(error: unknown): void {
  if (!(error instanceof Refused)) throw error;
  announce(error.message);
  if (error.status !== 0) notice(`${error.message}.`);
}
