// Where: events in clusters; a place known only nearly is a halo, one known only as an area a wide faint disc.
import type { FeatureCollection, Point as GeoPoint } from "geojson";

import { baseMap, maplibregl, source } from "../basemap";
import { colour } from "../colours";
import { narrow, type Point } from "./points";

const REACH: Record<string, number> = { near: 12, region: 60, country: 150 }; // kilometres, as in pictures.py

/** Put a live map in place of the drawn one; gives what takes it down again. */
export function drawMap(figure: HTMLElement, points: Point[]): () => void {
  const data = collection(points);
  if (data.features.length === 0) return () => undefined;
  const frame = document.createElement("div");
  frame.className = "map-frame";
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", "Map; the table holds the same");
  const drawn = figure.querySelector("svg");
  drawn?.replaceWith(frame);

  const bounds = new maplibregl.LngLatBounds();
  for (const feature of data.features) bounds.extend(feature.geometry.coordinates as [number, number]);
  const map = baseMap(frame, { bounds });
  map.on("load", () => {
    map.addSource("events", { type: "geojson", data, cluster: true, clusterRadius: 38, clusterMaxZoom: 11 });
    const one = ["!", ["has", "point_count"]] as maplibregl.ExpressionSpecification;
    const accent = colour("--accent");
    map.addLayer({
      id: "reach",
      type: "circle",
      source: "events",
      filter: ["all", one, ["has", "reach"]] as maplibregl.FilterSpecification,
      paint: {
        "circle-color": accent,
        "circle-opacity": ["match", ["get", "precision"], "near", 0.2, 0.1],
        // a kilometre is 1/156.5 of a pixel at zoom 0 on the equator, and doubles with each step
        "circle-radius": ["interpolate", ["exponential", 2], ["zoom"], 0, ["max", 6, ["/", ["get", "reach"], 156.5]], 14, ["/", ["*", ["get", "reach"], 16384], 156.5]],
      },
    });
    map.addLayer({
      id: "exact",
      type: "circle",
      source: "events",
      filter: ["all", one, ["!", ["has", "reach"]]] as maplibregl.FilterSpecification,
      paint: { "circle-color": accent, "circle-opacity": 0.75, "circle-radius": 6, "circle-stroke-color": colour("--sheet"), "circle-stroke-width": 1 },
    });
    map.addLayer({
      id: "clusters",
      type: "circle",
      source: "events",
      filter: ["has", "point_count"],
      paint: { "circle-color": accent, "circle-opacity": 0.8, "circle-radius": ["step", ["get", "point_count"], 12, 10, 16, 100, 21, 1000, 27] },
    });
    map.addLayer({
      id: "counts",
      type: "symbol",
      source: "events",
      filter: ["has", "point_count"],
      layout: { "text-field": ["get", "point_count_abbreviated"], "text-font": ["sans-serif"], "text-size": 12 },
      paint: { "text-color": colour("--on-accent") },
    });
  });
  map.on("click", "clusters", (event) => {
    const cluster = event.features?.[0];
    if (!cluster) return;
    void source(map, "events")
      .getClusterExpansionZoom(cluster.properties["cluster_id"] as number)
      .then((zoom) => map.easeTo({ center: (cluster.geometry as GeoPoint).coordinates as [number, number], zoom }));
  });
  for (const layer of ["exact", "reach"]) {
    map.on("click", layer, (event) => {
      const found = event.features?.[0]?.properties;
      if (!found) return;
      const words = document.createElement("p");
      words.textContent = `${found["place"] || "place not told"}: ${String(found["type"]).replaceAll("_", " ")}${found["start"] ? `, ${found["start"]}` : ""} (${found["precision"]})`;
      new maplibregl.Popup().setLngLat(event.lngLat).setDOMContent(words).addTo(map);
    });
  }
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "List only what this map shows";
  button.addEventListener("click", () => {
    const seen = map.getBounds();
    const box = [Math.max(-180, seen.getWest()), Math.max(-90, seen.getSouth()), Math.min(180, seen.getEast()), Math.min(90, seen.getNorth())];
    narrow({ box: box.map((degrees) => degrees.toFixed(3)).join(",") });
  });
  figure.append(button);
  return () => map.remove();
}

function collection(points: Point[]): FeatureCollection<GeoPoint> {
  return {
    type: "FeatureCollection",
    features: points
      .filter((point) => point.latitude !== null && point.longitude !== null)
      .map((point) => ({
        type: "Feature",
        geometry: { type: "Point", coordinates: [point.longitude as number, point.latitude as number] },
        properties: {
          id: point.id,
          type: point.type,
          place: point.place,
          start: point.start,
          precision: point.precision ?? "exact",
          ...(point.precision && REACH[point.precision] ? { reach: REACH[point.precision] } : {}),
        },
      })),
  };
}
