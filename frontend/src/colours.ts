// Which colours does the desk's style sheet give, light or dark?

/** A colour of the desk's style sheet, as the browser resolves it now: `rgb(…)`. */
export function colour(name: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

/** The same colour let through; `opacity` from 0 to 1. */
export function faded(rgb: string, opacity: number): string {
  return rgb.replace(/^rgb\((.*)\)$/, `rgba($1, ${opacity})`);
}

/** Call back when the system turns from light to dark or back; gives what ends it. */
export function whenColoursChange(draw: () => void): () => void {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", draw);
  return () => dark.removeEventListener("change", draw);
}
