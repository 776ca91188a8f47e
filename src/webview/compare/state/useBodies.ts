import { useEffect, useRef } from "preact/hooks";
import type { CompareHost } from "../compareHost.ts";
import type { CompareState } from "./compareState.ts";

/** Requests the content of rows in view, once for each version of them. */
export function useBodies(host: CompareHost, { version, bodies }: CompareState, inView: readonly number[]): void {
  const asked = useRef<{ version: number; rows: Set<number> }>({ version: -1, rows: new Set() });
  useEffect(() => {
    if (asked.current.version !== version) asked.current = { version, rows: new Set() };
    const known = asked.current.rows;
    // Content that has left memory is requested again.
    for (const row of known) if (bodies.has(row)) known.delete(row);
    const rows = inView.filter((row) => !bodies.has(row) && !known.has(row));
    if (rows.length === 0) return;
    for (const row of rows) known.add(row);
    host.post({ type: "loadBodies", version, rows });
  });
}
