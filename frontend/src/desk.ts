// What every page has: htmx for parts of pages, with the session's CSRF token on each change.
import htmx from "htmx.org";

import { csrf } from "./server";

document.addEventListener("htmx:configRequest", (event) => {
  const detail = (event as CustomEvent<{ headers: Record<string, string> }>).detail;
  detail.headers["X-CSRF-Token"] = csrf();
});

export { htmx };
