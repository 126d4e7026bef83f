// How does the base map look? Land, coasts, borders, first-level areas and towns, all from the desk itself.
import type { ExpressionSpecification, StyleSpecification } from "maplibre-gl";

/** The style of the desk's base map; `colour` gives the colours of the desk's style sheet. */
export function baseStyle(colour: (name: string) => string): StyleSpecification {
  const line = (kind: string, dashed: boolean): StyleSpecification["layers"][number] => ({
    id: kind,
    type: "line",
    source: "world",
    filter: ["==", ["get", "kind"], kind] as ExpressionSpecification,
    paint: { "line-color": colour("--strong-line"), "line-width": kind === "coast" ? 0.8 : 1, ...(dashed ? { "line-dasharray": [3, 3] } : {}) },
  });
  return {
    version: 8,
    sources: {
      world: { type: "geojson", data: "/basemap/world.geojson", tolerance: 0.1 },
      divisions: { type: "geojson", data: { type: "FeatureCollection", features: [] } },
      towns: { type: "geojson", data: { type: "FeatureCollection", features: [] } },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colour("--sunk") } },
      { id: "land", type: "fill", source: "world", filter: ["==", ["get", "kind"], "land"], paint: { "fill-color": colour("--sheet") } },
      { id: "divisions", type: "line", source: "divisions", minzoom: 3.5, paint: { "line-color": colour("--line"), "line-width": 0.8 } },
      line("coast", false),
      line("border", false),
      line("disputed", true),
      {
        id: "towns",
        type: "symbol",
        source: "towns",
        minzoom: 4,
        layout: {
          "text-field": ["get", "name"],
          "text-font": ["sans-serif"],
          "text-size": 11,
          "text-anchor": "top",
          "symbol-sort-key": ["-", 0, ["get", "population"]],
        },
        paint: { "text-color": colour("--faint"), "text-halo-color": colour("--sheet"), "text-halo-width": 1.2 },
      },
    ],
  };
}
