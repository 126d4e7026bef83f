// The map under the desk's islands: outlines and names from the desk itself, a user's own .pmtiles where there is one.
import * as maplibregl from "maplibre-gl";
import type { LngLatBoundsLike, Map as MapLibre } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import "maplibre-gl/dist/maplibre-gl.css";

import { baseStyle } from "./basestyle";
import { colour } from "./colours";
import { ownBaseMap } from "./ownmap";

maplibregl.setWorkerUrl(workerUrl);

export { maplibregl };
export type { MapLibre };

/** A map in an element, with the desk's base map. Nothing is asked of any other host. */
export function baseMap(container: HTMLElement, given: { bounds?: LngLatBoundsLike; center?: [number, number]; zoom?: number } = {}): MapLibre {
  const map = new maplibregl.Map({
    container,
    style: baseStyle(colour),
    attributionControl: { compact: true, customAttribution: "Natural Earth, GeoNames; disputed borders dashed" },
    dragRotate: false,
    pitchWithRotate: false,
    maxZoom: 14,
    ...(given.bounds ? { bounds: given.bounds, fitBoundsOptions: { padding: 30, maxZoom: 9 } } : { center: given.center ?? [30, 20], zoom: given.zoom ?? 2 }),
  });
  const own = document.querySelector<HTMLMetaElement>('meta[name="basemap"]')?.content;
  if (own) map.on("load", () => void ownBaseMap(map, own).catch((error: unknown) => tell(container, error)));
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
  const refine = (): void => {
    const bounds = map.getBounds();
    if (map.getZoom() < 3.5) return;
    const box = [Math.max(-180, bounds.getWest()), Math.max(-90, bounds.getSouth()), Math.min(180, bounds.getEast()), Math.min(90, bounds.getNorth())];
    source(map, "towns").setData(`/basemap/towns.geojson?box=${box.map((one) => one.toFixed(3)).join(",")}`);
    const countries = new Set(map.queryRenderedFeatures({ layers: ["land"] }).map((feature) => feature.properties["country"] as string));
    const asked = [...countries].sort().slice(0, 40);
    source(map, "divisions").setData(`/basemap/divisions.geojson?${asked.map((code) => `country=${code}`).join("&")}`);
  };
  map.on("load", refine);
  map.on("moveend", refine);
  return map;
}

function tell(container: HTMLElement, error: unknown): void {
  const notice = document.createElement("p");
  notice.className = "notice on-map";
  notice.setAttribute("role", "status");
  notice.textContent = `Your own base map cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  container.append(notice);
}

/** A GeoJSON source of the map by its name. */
export function source(map: MapLibre, name: string): maplibregl.GeoJSONSource {
  const found = map.getSource(name);
  if (!(found instanceof maplibregl.GeoJSONSource)) throw new Error(`the map has no source ${name}`);
  return found;
}
