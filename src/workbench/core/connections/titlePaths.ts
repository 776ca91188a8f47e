import type { Event } from "#base/emitter.ts";
import { isContainer } from "#base/json/exactNumber.ts";
import { type JsonPath, parseJsonPath } from "#base/json/jsonPath.ts";
import { nearest } from "#base/text/nearest.ts";
import { oneLine } from "#base/text/oneLine.ts";
import { looksLikeKey } from "#model/accessKey.ts";

/** The paths of runs' titles by connection name, from the settings. */
export interface TitlePaths {
  of(connectionName: string): JsonPath | undefined;
  /** Moves the path of a connection to its new name, in the settings. */
  rename(from: string, to: string): Promise<void>;
  readonly onDidChange: Event<void>;
}

export interface TitleSetting {
  paths: ReadonlyMap<string, JsonPath>;
  /** Its problems, one sentence each. */
  problems: readonly string[];
}

/** The fields of a run that may hold a title. */
const titleFields = ["input", "output", "user_id", "session_id"];
const pathHint = "Enter the path of the field with the title, for example input.ticket_subject.";

/** Reads the setting `dynamiqRuns.runTitles`: an object with a path for each connection name. */
export function readTitleSetting(value: unknown): TitleSetting {
  const paths = new Map<string, JsonPath>();
  const problems: string[] = [];
  if (value === undefined || value === null) return { paths, problems };
  if (typeof value !== "object" || Array.isArray(value))
    return {
      paths,
      problems: ['dynamiqRuns.runTitles must be an object, for example {"Support Triage": "input.ticket_subject"}.'],
    };
  for (const [name, text] of Object.entries(value as Record<string, unknown>)) {
    if (looksLikeKey(name) || (typeof text === "string" && looksLikeKey(text))) {
      problems.push("dynamiqRuns.runTitles contains an access key. Remove it: settings are stored as plain text.");
      continue;
    }
    const problem = problemOf(text);
    const path = typeof text === "string" && problem === undefined ? parseJsonPath(text) : undefined;
    if (path) paths.set(name, path);
    if (problem !== undefined) problems.push(`dynamiqRuns.runTitles, “${oneLine(name, 60)}”: ${problem} ${pathHint}`);
  }
  return { paths, problems };
}

function problemOf(text: unknown): string | undefined {
  if (typeof text !== "string" || text.trim() === "") return "The path is empty or isn't a string.";
  const path = parseJsonPath(text);
  if (!path) return `“${oneLine(text, 60)}” isn't a path.`;
  const first = String(path[0]);
  if (titleFields.includes(first)) return undefined;
  const meant = nearest(first, titleFields);
  const question = meant === undefined ? "" : ` Did you mean ${meant}?`;
  return `“${oneLine(text, 60)}” must begin with ${titleFields.slice(0, -1).join(", ")} or ${titleFields.at(-1)}.${question}`;
}

/** The names in the setting without a connection, as a sentence. */
export function unknownNames({ paths }: TitleSetting, names: readonly string[]): string | undefined {
  const unknown = [...paths.keys()].flatMap((name) => {
    if (names.includes(name)) return [];
    const meant = nearest(name, names);
    return `“${oneLine(name, 60)}”${meant === undefined ? "" : ` (did you mean “${oneLine(meant, 60)}”?)`}`;
  });
  return unknown.length === 0 ? undefined : `dynamiqRuns.runTitles: no connection is named ${unknown.join(" or ")}.`;
}

/** The setting after a connection was renamed; `undefined` if there is nothing to change. */
export function renamedTitles(value: unknown, from: string, to: string): Record<string, unknown> | undefined {
  if (!isContainer(value) || Array.isArray(value) || !Object.hasOwn(value, from) || Object.hasOwn(value, to)) {
    return undefined;
  }
  return Object.fromEntries(Object.entries(value).map(([name, path]) => [name === from ? to : name, path as unknown]));
}
