import { basename } from "node:path";
import type { CreateRunRequest, FileSource } from "../../api/contract.ts";
import { openAttachments } from "../attachments/attachments.ts";
import { RunFileError } from "../errors.ts";
import { variableText } from "../variables/variables.ts";
import { findValues, type VariableSources } from "../variables/variableValues.ts";
import { parseGoldenFile } from "./goldenFile.ts";
import type { GoldenTest } from "./goldenTypes.ts";

/** A request that can be sent, except for the session of a test that wants a new one. */
export interface PreparedRequest {
  request: CreateRunRequest;
  files: readonly FileSource[];
}

export interface GoldenRequestOptions {
  /** The text of the golden file, in which the test is. */
  text: string;
  /** Where values come from; `runFilePath` is the golden file. */
  sources: Omit<VariableSources, "ask" | "now"> & { now?: Date };
}

/**
 * The request of one run of a test: with its variables filled in anew and its files opened.
 *
 * @throws RunFileError naming the field, for a value that isn't known, a file that can't be sent, or another problem
 */
export async function goldenRequest(test: GoldenTest, options: GoldenRequestOptions): Promise<PreparedRequest> {
  const { text, sources } = options;
  const file = basename(sources.runFilePath);
  const look = parseGoldenFile(text, file);
  const isOwn = ({ offset }: { offset: number }): boolean =>
    offset >= test.place.offset && offset < test.place.offset + test.place.length;
  const uses = look.variables.filter(isOwn);
  const values = await findValues(uses, { ...sources, now: sources.now ?? new Date(), ask: async () => undefined });
  const filled = parseGoldenFile(text, file, (use) => (isOwn(use) ? values?.(use) : undefined));
  const found = filled.tests.find(({ place }) => place.offset === test.place.offset);
  const fail = (place: { line: number; column: number }, problem: string, field?: string): never => {
    throw new RunFileError({ file, line: place.line, column: place.column, problem, field });
  };
  if (!found) return fail(test.place, "the file has changed, and this test isn't there any more. Run it again.");
  const [wrong] = found.problems;
  if (wrong) return fail(wrong, wrong.problem, wrong.field);
  const open = uses.find((use) => values?.(use) === undefined);
  if (open) {
    const problem = `${variableText(open)} has no value here: what it reads wasn't allowed. Allow it, or write the text.`;
    return fail(open, problem, open.field);
  }
  const { parsed } = found.request;
  return { request: parsed.request, files: await openAttachments(parsed, sources.runFilePath, []) };
}
