// A desk that answers as told, in place of the network.
import { vi } from "vitest";

export interface Asked {
  method: string;
  path: string;
  body: Record<string, unknown>;
}

/** Answer every request by `answer`: a status with JSON, or null where the desk is not reached. What was asked is kept. */
export function desk(answer: (asked: Asked) => [status: number, body: unknown] | null): Asked[] {
  const asked: Asked[] = [];
  vi.stubGlobal("fetch", (path: string, given: { method: string; body?: string }) => {
    const one = { method: given.method, path, body: JSON.parse(given.body ?? "{}") as Record<string, unknown> };
    asked.push(one);
    const answered = answer(one);
    if (answered === null) return Promise.reject(new TypeError("not reached"));
    return Promise.resolve({ ok: answered[0] < 400, status: answered[0], json: () => Promise.resolve(answered[1]) });
  });
  return asked;
}
