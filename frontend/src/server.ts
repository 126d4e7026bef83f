// How islands talk to the desk: same origin, JSON, the session's CSRF token on each change.

/** The session's CSRF token, as the page carries it. */
export function csrf(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content ?? "";
}

/** What the server said instead of doing what was asked; `status` 0: it was not reached. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Ask the desk; throws `Refused` with the desk's own words. */
export async function ask<T>(path: string, given: { method?: string; body?: unknown; signal?: AbortSignal } = {}): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(path, {
      method: given.method ?? "GET",
      headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRF-Token": csrf() },
      body: given.body === undefined ? undefined : JSON.stringify(given.body),
      signal: given.signal,
      credentials: "same-origin",
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Refused(0, "the desk does not answer");
  }
  if (!answer.ok) {
    const said: { error?: string } = await answer.json().catch(() => ({}));
    throw new Refused(answer.status, said.error ?? `the desk answered ${answer.status}`);
  }
  return answer.status === 204 ? (undefined as T) : ((await answer.json()) as T);
}

/** Data that the server put into the page for an island: `<script type="application/json" id="…">`. */
export function pageData<T>(id: string): T {
  const element = document.getElementById(id);
  if (!element?.textContent) throw new Error(`the page has no data ${id}`);
  return JSON.parse(element.textContent) as T;
}
