import { isEventPosition } from "#model/eventPosition.ts";
import { isRunId, shortId, titleById } from "#model/shortId.ts";

/** The parts of a run's address in an editor, besides its scheme. */
export interface RunAddress {
  /** The id of the connection. */
  authority: string;
  path: string;
  query: string;
}

interface RunOfApp {
  connectionId: string;
  runId: string;
}

/** In characters: the longest title in a tab that VS Code names by itself. */
const maxTitleLength = 60;

/** What a row adds to the address of its run. */
export interface AddressParts {
  /** The sequence of the event whose step is shown, for a row that leads there. */
  sequence?: number | undefined;
  /** What tells the run apart from others with its title: *amount 480*. */
  apart?: string;
}

/**
 * The address of a run in an editor, `/8c2c8e2e/Where is my invoice?` with the whole id in its query. VS Code names the
 * tab by the last part of the path until the page sets the tab's title, also after a reload, and tells tabs with the
 * same title apart by the part before.
 *
 * @param title empty if it isn't known yet
 */
export function addressOf(
  { connectionId, runId }: RunOfApp,
  title: string,
  { sequence, apart = "" }: AddressParts = {},
): RunAddress {
  const short = shortId(runId);
  const before = [nameOf(apart), short].filter((part) => part !== undefined).join(" · ");
  // Of a fragment VS Code would make a line of a text, and take it out of the address.
  const query = `run=${runId}${sequence === undefined ? "" : `&step=${sequence}`}`;
  return { authority: connectionId, path: `/${before}/${nameOf(title) ?? titleById(runId)}`, query };
}

/** A title as one part of a path; `undefined` if nothing is left of it. */
function nameOf(title: string): string | undefined {
  const line = title.trim();
  const cut = line.length > maxTitleLength ? `${line.slice(0, maxTitleLength - 1).trim()}…` : line;
  // A half of a surrogate pair, which the cut may leave, can't be encoded.
  const name = cut.replaceAll("/", "∕").replaceAll(/\p{Cs}/gu, "");
  return /^\.*$/.test(name) ? undefined : name;
}

export function runOf({ authority, query }: Omit<RunAddress, "path">): RunOfApp | undefined {
  const runId = valueIn(query, "run") ?? "";
  return isRunId(runId) ? { connectionId: authority, runId } : undefined;
}

/** The step that an address leads to, by the sequence of its event. */
export function sequenceOf({ query }: Pick<RunAddress, "query">): number | undefined {
  const step = valueIn(query, "step") ?? "";
  return /^\d[\d.]{0,30}$/.test(step) && isEventPosition(Number(step)) ? Number(step) : undefined;
}

function valueIn(query: string, name: string): string | undefined {
  return query
    .split("&")
    .find((part) => part.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}
