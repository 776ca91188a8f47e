import type { RunEvent } from "../../../src/api/schemas.ts";
import { benchRun } from "../support/searchRuns.ts";

/** The only one that asks for pages of so many runs is what fills the local index. */
export const archivePageSize = 50;
const runs = 100_000;
const eventsOfRun = 500;
/** So many runs are different, since making them takes longer than reading them. */
const kinds = 20;
const newest = Date.UTC(2026, 10, 24, 12);
const spacing = 60_000;

const templates = new Map<number, RunEvent[]>();
const pages = new Map<string, string>();

function template(kind: number): RunEvent[] {
  const known = templates.get(kind) ?? benchRun(kind, eventsOfRun, newest).events;
  templates.set(kind, known);
  return known;
}

/** A page of a list of more runs than anyone reads. */
export function archiveList(page: number): object {
  const data = Array.from({ length: archivePageSize }, (_, index) => {
    const number = (page - 1) * archivePageSize + index;
    const { run } = benchRun(number % kinds, 10, newest - number * spacing);
    return { ...run, id: `archive-${number}` };
  });
  const pagination = { page, page_size: archivePageSize, page_count: runs / archivePageSize, total_count: runs };
  return { data, pagination };
}

/** A page of the events of a run: always one of twenty different ones. @returns JSON */
export function archiveEvents(id: string, page: number, size: number): string {
  const kind = Number(/\d+$/.exec(id)?.[0] ?? 0) % kinds;
  const key = `${kind} ${page} ${size}`;
  let text = pages.get(key);
  if (text === undefined) {
    const data = template(kind).slice((page - 1) * size, page * size);
    const page_count = Math.ceil(eventsOfRun / size);
    text = JSON.stringify({ data, pagination: { page, page_size: size, page_count, total_count: eventsOfRun } });
    pages.set(key, text);
  }
  return text;
}
