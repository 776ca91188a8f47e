import { getLocation } from "jsonc-parser";
import { kindOf } from "#features/golden/core/checks/checkTable.ts";
import type { SourceRange } from "#runFiles/runFileError.ts";
import { parseGoldenFile } from "./goldenFile.ts";

/** Whether the text there is sent with a request: only there variables have values. */
export function isInRequest(text: string, offset: number): boolean {
  const [list, key] = getLocation(text, offset).path.filter((each) => typeof each === "string" && each !== "tests");
  return list === "request" || (list === "turns" && isSent.test(String(key)));
}

/** The keys of a turn that are sent. */
const isSent = /^(?:input|files|file_ids)$/;

/** What the check at an offset says, in a sentence; `undefined` outside of checks, and in one with a problem. */
export function goldenHover(text: string, offset: number): { text: string; range: SourceRange } | undefined {
  const checks = parseGoldenFile(text, "").tests.flatMap((test) => test.checks);
  const found = checks.find(({ range }) => offset >= range.offset && offset < range.offset + range.length);
  return found && { text: kindOf(found).sentence(found), range: found.range };
}
