// The live timeline of pages that are no lists: choosing days shows the same page for these days.
import { withConditions } from "./listing/conditions";
import { liveTimeline } from "./timeline/brush";

for (const figure of document.querySelectorAll<HTMLElement>("[data-timeline]")) {
  liveTimeline(figure, (days) => location.assign(withConditions(location, days)));
}
