// The map and the timeline of a list: both show the whole selection, and choosing on either narrows the list.
import { drawMap } from "./listing/map";
import { drawTimeline } from "./listing/timeline";
import { readPoints } from "./listing/points";

async function draw(): Promise<void> {
  const what = location.pathname.replace("/", "");
  const map = document.querySelector<HTMLElement>('[data-island="map"]');
  const timeline = document.querySelector<HTMLElement>('[data-island="timeline"]');
  if (!map && !timeline) return;
  const points = await readPoints(what, new URLSearchParams(location.search));
  if (map) drawMap(map, points);
  if (timeline) drawTimeline(timeline, points);
}

void draw();
