import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { expect, test } from "vitest";

import { baseStyle } from "../src/basestyle";

const style = baseStyle((name) => (name === "--sheet" ? "#fff" : "#123456"));

test("the base map is a valid style", () => {
  const wrong = validateStyleMin(style).map((error) => error.message);
  // names are written in the browser's own fonts, so the style needs none of its own
  expect(wrong.filter((message) => !message.includes("glyphs"))).toEqual([]);
});

test("nothing of it is asked of another computer", () => {
  expect(JSON.stringify(style)).not.toMatch(/https?:|\/\/[a-z]/);
  for (const one of Object.values(style.sources)) if (one.type === "geojson" && typeof one.data === "string") expect(one.data).toMatch(/^\/basemap\//);
});

test("disputed borders are dashed, and no other line is", () => {
  const dashed = style.layers.filter((layer) => layer.type === "line" && layer.paint?.["line-dasharray"]).map((layer) => layer.id);
  expect(dashed).toEqual(["disputed"]);
});

test("colours are those of the desk's style sheet, light or dark", () => {
  const asked = new Set<string>();
  baseStyle((name) => {
    asked.add(name);
    return "#000";
  });
  expect([...asked].every((name) => /^--[a-z-]+$/.test(name))).toBe(true);
  expect(asked).toContain("--sheet");
});
