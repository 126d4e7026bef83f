// Do single keys act? One switch for all pages, kept in this browser (WCAG 2.1.4).
const OFF = "marsad.keys";

/** Whether single keys act. */
export function keysOn(): boolean {
  return localStorage.getItem(OFF) !== "off";
}

/** Turn single keys on or off. */
export function turnKeys(on: boolean): void {
  localStorage.setItem(OFF, on ? "on" : "off");
}
