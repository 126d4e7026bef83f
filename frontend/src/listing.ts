// A list: its map and timeline show the whole selection, and what narrows the list replaces only the list.
import "htmx.org";

import { drawMap } from "./listing/map";
import { narrow, readPoints } from "./listing/points";
import { liveTimeline } from "./timeline/brush";

type Answer = CustomEvent<{ isError: boolean; serverResponse: string; shouldSwap: boolean; pathInfo: { finalRequestPath: string } }>;

let takeDown: (() => void)[] = [];

async function draw(): Promise<void> {
  foldFacets();
  for (const end of takeDown) end();
  takeDown = [];
  const timeline = document.querySelector<HTMLElement>("[data-timeline]");
  if (timeline) takeDown.push(liveTimeline(timeline, narrow));
  const map = document.querySelector<HTMLElement>('[data-island="map"]');
  if (!map) return;
  const points = await readPoints(location.pathname.replace("/", ""), new URLSearchParams(location.search));
  // another selection may have come in while this one's points were on their way
  if (map.isConnected) takeDown.push(drawMap(map, points));
}

/** On a small screen the facets stand before the list: only those with something chosen are open. */
function foldFacets(): void {
  if (window.matchMedia("(min-width: 62rem)").matches) return;
  for (const facet of document.querySelectorAll<HTMLDetailsElement>(".facets details")) facet.open = facet.querySelector("[aria-current]") !== null;
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
