// Which conditions stand in a list's address?

/** Conditions by their key in the address; null takes one away. */
export type Changes = Record<string, string | null>;

const OF_THE_PAGE = ["after", "column", "sort", "limit"];

/** The address of the same page with other conditions, from its first page on. */
export function withConditions(here: { pathname: string; search: string }, changes: Changes): string {
  const query = new URLSearchParams(here.search);
  query.delete("after");
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) query.delete(key);
    else query.set(key, value);
  }
  const told = query.toString();
  return told ? `${here.pathname}?${told}` : here.pathname;
}

/** What a list's address selects, without what only says how its table looks. `what`: events or incidents. */
export function selection(what: string, query: URLSearchParams): URLSearchParams {
  const asked = new URLSearchParams(query);
  for (const key of OF_THE_PAGE) asked.delete(key);
  asked.set("of", what);
  return asked;
}
