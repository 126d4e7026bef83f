import { describe, expect, test } from "vitest";

import { DispatchText, drawText, selectedSpan } from "../src/review/spans";
import { event, TEXT } from "./events";

const ASTRAL = "💥 in Homs: 👮🏽 hurt";

describe("offsets", () => {
  test("count characters as Python does, beyond the basic plane too", () => {
    const text = new DispatchText(ASTRAL);
    expect(text.length).toBe([...ASTRAL].length);
    expect(text.slice(5, 9)).toBe("Homs");
    for (let at = 0; at <= text.length; at++) expect(text.offset(text.unit(at))).toBe(at);
  });

  test("are those of the string where it has no such characters", () => {
    const text = new DispatchText("قصف تفس");
    expect([text.length, text.unit(4), text.offset(4)]).toEqual([7, 4, 4]);
  });
});

describe("words", () => {
  const text = new DispatchText(TEXT);

  test("of several spans are joined, white space folded", () => {
    expect(text.words([[0, 6], [26, 35]])).toBe("Gunmen … Tafas. A");
  });

  test("are found across line breaks and in any case", () => {
    expect(text.find("tafas. a MINE")).toEqual([26, 39]);
    expect(new DispatchText(ASTRAL).find("hurt")).toEqual([14, 18]);
  });

  test("are looked for near the event first", () => {
    const twice = new DispatchText("fire here and fire there");
    expect(twice.find("fire", [[10, 24]])).toEqual([14, 18]);
    expect(twice.find("fire")).toEqual([0, 4]);
  });

  test("that do not stand there, or are none, are not found", () => {
    expect(text.find("rocket")).toBeNull();
    expect(text.find("  ")).toBeNull();
    expect(text.find("(two|guards)")).toBeNull();
  });
});

describe("the drawn text", () => {
  const draw = (text: string, events = [event()]): HTMLElement => {
    const host = document.createElement("div");
    document.body.replaceChildren(host);
    drawText(host, new DispatchText(text), events.map((one) => ({ event: one, review: "open" })));
    return host;
  };

  test("holds all words, in a paragraph for each line", () => {
    const host = draw(TEXT);
    for (const mention of host.querySelectorAll(".mention")) mention.remove();
    expect([...host.querySelectorAll("p")].map((line) => line.textContent)).toEqual(TEXT.split("\n"));
  });

  test("marks the words of each cell in its colour", () => {
    const marks = [...draw(TEXT).querySelectorAll("mark")].map((mark) => [mark.textContent, mark.dataset.cell]);
    expect(marks).toEqual([["Gunmen", "side_a"], ["shot", "evidence"], ["two ", "casualties"], ["guards", "side_b"], ["Tafas", "place"]]);
  });

  test("takes words as words, whatever they hold", () => {
    const host = draw("<img src=x onerror=alert(1)> shot", []);
    expect(host.querySelector("img")).toBeNull();
    expect(host.textContent).toContain("<img");
  });

  test("leaves spans out that lie outside the text", () => {
    expect(draw(TEXT, [event({ evidence: [[500, 510]], weapons: [{ name: "x", evidence: [[9, 3]] }] })]).textContent).toContain("Gunmen");
  });

  test("tells what is selected by offsets, without white space at its ends", () => {
    const host = draw(TEXT);
    const piece = [...host.querySelectorAll("[data-start]")].find((one) => one.textContent?.includes(" in "));
    const words = piece?.firstChild as Text;
    document.getSelection()?.setBaseAndExtent(words, 0, words, 4);
    expect(selectedSpan(host, new DispatchText(TEXT))).toEqual([23, 25]);
  });

  test("keeps what is selected when it is drawn anew with other marks", () => {
    const text = new DispatchText(TEXT);
    const host = draw(TEXT);
    const words = host.querySelectorAll("p")[1]?.querySelector("[data-start]")?.firstChild as Text;
    document.getSelection()?.setBaseAndExtent(words, 2, words, 6);
    expect(selectedSpan(host, text)).toEqual([35, 39]);
    const first = host.firstChild;
    drawText(host, text, [{ event: event({ weapons: [{ name: "mine", evidence: [[35, 39]] }] }), review: "open" }]);
    expect(host.firstChild).not.toBe(first);
    expect(selectedSpan(host, text)).toEqual([35, 39]);
  });

  test("stays as it is where nothing of its marks has changed", () => {
    const text = new DispatchText(TEXT);
    const host = document.createElement("div");
    drawText(host, text, [{ event: event(), review: "open" }]);
    const first = host.firstChild;
    drawText(host, text, [{ event: event({ status: "denied" }), review: "confirmed" }]);
    expect(host.firstChild).toBe(first);
  });
});
