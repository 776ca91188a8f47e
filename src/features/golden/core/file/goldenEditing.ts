import { getLocation, type Location, parse } from "jsonc-parser";
import { fieldsOf } from "../../../../base/json/fieldsOf.ts";
import type { Replaced } from "../../../../runFiles/completion.ts";
import type { TextPlace } from "../../../../runFiles/runFileError.ts";
import { kindOf } from "../checks/checkTable.ts";
import { parseGoldenFile } from "./goldenFile.ts";

export interface NameCompletion extends Replaced {
  kind: "tool" | "output";
  /** With their quotes, as they are to be written. */
  choices: string[];
}

/**
 * The names that fit where a tool or a path of the output is typed: those that the other checks of the file have.
 * `undefined` elsewhere.
 */
export function goldenNames(text: string, offset: number): NameCompletion | undefined {
  const location = getLocation(text, offset);
  const kind = kindAt(location);
  if (!kind) return undefined;
  const { previousNode: node } = location;
  const isInside = node && offset > node.offset && offset <= node.offset + node.length;
  const place = isInside ? { start: node.offset, end: node.offset + node.length } : { start: offset, end: offset };
  const typed = isInside ? text.slice(place.start, place.end) : "";
  // While somebody types, the file is hardly ever JSON: what can be read of it counts.
  const names = checksIn(parse(text, [], { allowTrailingComma: true })).flatMap((check) => namesIn(check, kind));
  const choices = [...new Set(names)].map((name) => JSON.stringify(name)).filter((name) => name !== typed);
  return { kind, ...place, choices: choices.toSorted() };
}

/** Whether the text there is sent with a request: only there variables have values. */
export function isInRequest(text: string, offset: number): boolean {
  const [list, key] = getLocation(text, offset).path.filter((each) => typeof each === "string" && each !== "tests");
  return list === "request" || (list === "turns" && isSent.test(String(key)));
}

/** The keys of a turn that are sent. */
const isSent = /^(?:input|files|file_ids)$/;

/** What the check at a place says, in a sentence; `undefined` outside of checks, and in one with a problem. */
export function goldenHover(text: string, offset: number): { text: string; place: TextPlace } | undefined {
  const checks = parseGoldenFile(text, "").tests.flatMap((test) => test.checks);
  const found = checks.find(({ place }) => offset >= place.offset && offset < place.offset + place.length);
  return found && { text: kindOf(found).sentence(found), place: found.place };
}

function kindAt({ path, isAtPropertyKey }: Location): NameCompletion["kind"] | undefined {
  const names = namesOf(path);
  const [list, key, rule] = names;
  if (isAtPropertyKey || list !== "checks") return undefined;
  if (key === "tool" && names.length === 2) return "tool";
  if (key === "output" && names.length === 2) return "output";
  const isInList = names.length === 3 && typeof path.at(-1) === "number";
  return key === "tools" && isInList && rule !== "atMost" ? "tool" : undefined;
}

/** The keys on the way to a value, without the lists of tests and turns. */
function namesOf(path: Location["path"]): string[] {
  const names = path.filter((each) => typeof each === "string");
  const at = names.findIndex((each) => each !== "tests" && each !== "turns");
  return at < 0 ? [] : names.slice(at);
}

function checksIn(root: unknown): Fields[] {
  const { tests, ...alone } = fieldsOf(root);
  const each = Array.isArray(tests) ? tests.map(fieldsOf) : [alone];
  const all = each.flatMap((test) => [test, ...(Array.isArray(test["turns"]) ? test["turns"].map(fieldsOf) : [])]);
  return all.flatMap(({ checks }) => (Array.isArray(checks) ? checks.map(fieldsOf) : []));
}

function namesIn({ output, tool, tools }: Fields, kind: NameCompletion["kind"]): string[] {
  const { sequence, set, never } = fieldsOf(tools);
  const names = kind === "output" ? [output] : [tool, sequence, set, never].flat();
  return names.filter((name) => typeof name === "string" && name !== "") as string[];
}

type Fields = Record<string, unknown>;
