// A list: its map and timeline show the whole selection, and what narrows the list replaces only the list.
import "htmx.org";

import { drawMap } from "./listing/map";
import { drawTimeline } from "./listing/timeline";
import { readPoints } from "./listing/points";

type Answer = CustomEvent<{ isError: boolean; serverResponse: string; shouldSwap: boolean; pathInfo: { finalRequestPath: string } }>;

let takeDown: () => void = () => undefined;

async function draw(): Promise<void> {
  takeDown();
  const what = location.pathname.replace("/", "");
  const map = document.querySelector<HTMLElement>('[data-island="map"]');
  const timeline = document.querySelector<HTMLElement>('[data-island="timeline"]');
  if (!map && !timeline) return;
  const points = await readPoints(what, new URLSearchParams(location.search));
  // another selection may have come in while this one's points were on their way
  if (map?.isConnected) takeDown = drawMap(map, points);
  if (timeline?.isConnected) drawTimeline(timeline, points);
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const { detail } = event as Answer;
  if (!detail.isError && detail.serverResponse.includes('id="listing"')) return;
  // a refusal, or the log-in: shown as the page that it is
  detail.shouldSwap = false;
  location.assign(detail.pathInfo.finalRequestPath);
});
document.addEventListener("htmx:sendError", (event) => location.assign((event as Answer).detail.pathInfo.finalRequestPath));
document.addEventListener("htmx:afterSettle", () => {
  const said = document.getElementById("said");
  if (said) said.textContent = document.getElementById("total")?.textContent ?? "";
  void draw();
});

void draw();
