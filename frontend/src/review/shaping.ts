// How do events become others? Add one from words, merge two, divide one.
import { typeOptions } from "./cells";
import { dialog, h } from "./elements";
import { label, lines, type CellName, type ConflictEvent, type Span } from "./model";
import { picker } from "./picker";
import type { DispatchText } from "./spans";

/** A new event's type and words; null where it was called off. */
export async function askNew(text: DispatchText, span: Span | null): Promise<Pick<ConflictEvent, "type" | "evidence"> | null> {
  let type = "other";
  let evidence = span;
  const wrong = h("p", { class: "wrong", role: "alert" });
  const words = h("input", { dir: "auto", value: span ? text.words([span]) : "", "aria-label": "Words of the text that tell the event", oninput: () => {
    evidence = text.find(words.value);
    wrong.textContent = evidence || !words.value ? "" : "The text has no such words.";
  } });
  const kind = picker("Type", "", typeOptions, (option) => {
    type = option.value.key;
    return option.text;
  });
  const answer = await dialog("A new event", [h("label", {}, "Words of the text", words), wrong, kind], [["add", "Add it"], ["", "Not now"]]);
  return answer === "add" && evidence ? { type, evidence: [evidence] } : null;
}

/** The event that is to be told as part of this one; null where it was called off. */
export async function askMerge(event: ConflictEvent, others: { event: ConflictEvent; title: string }[]): Promise<string | null> {
  const choice = h("select", { "aria-label": "The other event" }, ...others.map((other) => h("option", { value: other.event.id }, other.title)));
  const explained = h("p", {}, `What the other one tells beyond this event (${label(event.type)}) is added to it; the other one goes. Undo brings it back.`);
  const answer = await dialog("Merge with another event", [explained, choice], [["merge", "Merge"], ["", "Not now"]]);
  return answer === "merge" ? choice.value : null;
}

const LISTS = ["evidence", "participants", "casualties", "weapons", "terms", "attribution"] as const;

/** The two events that this one is divided into; null where it was called off. */
export async function askSplit(event: ConflictEvent, text: DispatchText): Promise<ConflictEvent[] | null> {
  const choices: { list: (typeof LISTS)[number]; at: number; chosen: HTMLSelectElement }[] = [];
  const rows = LISTS.flatMap((list) =>
    event[list].map((one, at) => {
      const told = list === "evidence" ? `“${text.words([one as Span])}”` : (lines(event, list as CellName)[at]?.text ?? "");
      const chosen = h("select", { "aria-label": told }, h("option", { value: "both" }, "both"), h("option", { value: "0" }, "first"), h("option", { value: "1" }, "second"));
      choices.push({ list, at, chosen });
      return h("tr", {}, h("th", { scope: "row", dir: "auto" }, told), h("td", {}, chosen));
    }),
  );
  const table = h("div", { class: "scroll" }, h("table", {}, h("caption", {}, "Which event does each belong to? Type, place and date go to both; change them afterwards."), h("tbody", {}, ...rows)));
  const answer = await dialog("Divide into two events", [table], [["split", "Divide"], ["", "Not now"]]);
  if (answer !== "split") return null;
  return ["0", "1"].map((part) => {
    const kept = (list: (typeof LISTS)[number]): unknown[] => (event[list] as unknown[]).filter((_, at) => choices.some((one) => one.list === list && one.at === at && (one.chosen.value === "both" || one.chosen.value === part)));
    const half = { ...event, ...Object.fromEntries(LISTS.map((list) => [list, kept(list)])) };
    if (half.evidence.length === 0) half.evidence = event.evidence;
    half.casualties = half.casualties.map((one) => ({ ...one, part_of: half.casualties.length === event.casualties.length ? one.part_of : null }));
    return half;
  });
}
