// Where on a small map is the place? A marker to drag, or to move by the arrow keys; the desk's base map around it.
import type { Marker } from "maplibre-gl";

import type { MapLibre } from "../basemap";
import { h } from "./elements";

interface Spot {
  name: string;
  latitude: number;
  longitude: number;
}

/** A small map in the place's editor. */
export interface PlaceMap {
  element: HTMLElement;
  show(latitude: number | null, longitude: number | null): void;
  candidates(spots: Spot[]): void;
}

const STEP = 0.005;
const CLOSE = 7;

/** A map with a marker; `put` gets where it was moved to, in degrees. */
export function placeMap(latitude: number | null, longitude: number | null, put: (latitude: number, longitude: number) => void): PlaceMap {
  const host = h("div", { class: "small-map" });
  const element = h("div", {}, host, h("small", {}, "Drag the marker to where it happened, or focus it and use the arrow keys. A click puts it there."));
  let at: [number, number] | null = latitude !== null && longitude !== null ? [longitude, latitude] : null;
  let spots: Spot[] = [];
  let drawn: { map: MapLibre; marker: Marker; mark(spots: Spot[]): void } | null = null;

  const moved = (longitude: number, latitude: number): void => {
    at = [round(longitude), round(latitude)];
    drawn?.marker.setLngLat(at);
    put(at[1], at[0]);
  };
  const show = (latitude: number | null, longitude: number | null): void => {
    at = latitude !== null && longitude !== null ? [longitude, latitude] : null;
    if (!drawn) return;
    drawn.marker.getElement().hidden = at === null;
    if (!at) return;
    drawn.marker.setLngLat(at);
    if (!drawn.map.getBounds().contains(at)) drawn.map.jumpTo({ center: at });
  };
  const start = async (): Promise<void> => {
    const { baseMap, maplibregl } = await import("../basemap");
    if (!host.isConnected) return;
    const map = baseMap(host, at ? { center: at, zoom: CLOSE } : {});
    const handle = h("button", { type: "button", class: "marker", "aria-label": "The place: move it with the arrow keys" });
    const marker = new maplibregl.Marker({ element: handle, draggable: true }).setLngLat(at ?? [0, 0]).addTo(map);
    const others: Marker[] = [];
    const mark = (spots: Spot[]): void => {
      for (const other of others.splice(0)) other.remove();
      for (const spot of spots) others.push(new maplibregl.Marker({ element: h("span", { class: "spot", title: spot.name }) }).setLngLat([spot.longitude, spot.latitude]).addTo(map));
      if (!at && spots[0]) map.jumpTo({ center: [spots[0].longitude, spots[0].latitude], zoom: 6 });
    };
    drawn = { map, marker, mark };
    show(at?.[1] ?? null, at?.[0] ?? null);
    mark(spots);
    marker.on("dragend", () => {
      const { lng, lat } = marker.getLngLat();
      moved(lng, lat);
    });
    map.on("click", (event) => moved(event.lngLat.lng, event.lngLat.lat));
    handle.addEventListener("keydown", (event) => {
      const [east, north] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] ?? [0, 0];
      if (!at || (!east && !north)) return;
      event.preventDefault();
      event.stopPropagation();
      const step = STEP * (event.shiftKey ? 10 : 1);
      moved(at[0] + (east ?? 0) * step, at[1] + (north ?? 0) * step);
    });
  };
  if (drawsMaps()) void start();
  else element.replaceChildren(h("small", {}, "This browser draws no maps (no WebGL): give latitude and longitude in degrees."));
  return {
    element,
    show,
    candidates: (found) => {
      spots = found;
      drawn?.mark(found);
    },
  };
}

function drawsMaps(): boolean {
  return document.createElement("canvas").getContext("webgl2") !== null;
}

function round(degrees: number): number {
  return Math.round(degrees * 100_000) / 100_000;
}
