import { basename } from "node:path";
import type { CreateRunRequest, FileSource } from "#api/contract.ts";
import { attachmentPaths, openAttachments } from "#runFiles/attachments/attachments.ts";
import { readWithConsent } from "#runFiles/consent/readWithConsent.ts";
import { digest } from "#runFiles/digest.ts";
import { resolveLinks } from "#runFiles/paths.ts";
import { RunFileError, type SourceRange } from "#runFiles/runFileError.ts";
import type { ValueOf, VariableUse } from "#runFiles/variables/filledTexts.ts";
import { isNewEachTime, variableText } from "#runFiles/variables/variables.ts";
import { findValues, type VariableSources } from "#runFiles/variables/variableValues.ts";
import { parseGoldenFile } from "./goldenFile.ts";
import { type GoldenFileReading, type GoldenTest, parsedRequests } from "./goldenTypes.ts";

/** A request that can be sent, except for the session of a test that wants a new one. */
export interface PreparedRequest {
  request: CreateRunRequest;
  files: readonly FileSource[];
}

export interface ConfirmedTest {
  /** The requests, one for each of its turns. */
  requests: readonly PreparedRequest[];
  /** The values of `${uuid}`, `${newSession}` and `${now}`, each with its variable: every run of the test has new ones. */
  fresh: ReadonlyMap<string, string>;
  variables: readonly string[];
  /** All else that decides what is sent, besides the text of the file. */
  parts: readonly SentPart[];
}

interface SentPart {
  /** Differs for another value, another content, or another path of a file. */
  version: string;
  /** Says that it is another one, as the beginning of a sentence. */
  changed: string;
  range: SourceRange & { field?: string };
}

export interface GoldenRequestOptions {
  /** The text of the golden file, in which the tests are. */
  text: string;
  /** The sources of values; `runFilePath` is the golden file. */
  sources: Omit<VariableSources, "ask" | "now"> & { now?: Date };
}

/**
 * The requests of a golden file's tests. A test may run a hundred times, and long after a person has confirmed it. So each
 * of its runs sends what was confirmed: when a value or a file has become another one, the test stops.
 */
export class GoldenRequests {
  readonly #options: GoldenRequestOptions;
  /** The confirmed tests, by the offset of each in the file. */
  readonly #confirmed = new Map<number, ConfirmedTest | RunFileError>();

  constructor(options: GoldenRequestOptions) {
    this.#options = options;
  }

  /**
   * Asks about everything outside the workspace folder that tests read, in one question, and notes what they send.
   *
   * @param isMeant the tests that will run
   * @param mayRead asks about what the gate has found in these tests
   * @returns the tests with values for their variables; `undefined` when reading isn't allowed
   */
  async allow(
    isMeant: (test: GoldenTest) => boolean,
    mayRead: (reading: GoldenFileReading) => Promise<boolean>,
  ): Promise<readonly GoldenTest[] | undefined> {
    const { text, sources } = this.#options;
    const file = basename(sources.runFilePath);
    const ask = async (): Promise<undefined> => undefined;
    const parse = (valueOf?: ValueOf) => {
      const whole = parseGoldenFile(text, file, valueOf);
      const tests = whole.tests.filter(isMeant);
      // A test asks nobody: `${prompt}` is a problem of its file.
      const isAsked = (use: VariableUse): boolean => use.name !== "prompt" && tests.some((test) => isWithin(use, test));
      const requests = tests.flatMap(parsedRequests).map((parsed) => ({ parsed }));
      return { whole: { ...whole, tests }, variables: whole.variables.filter(isAsked), requests };
    };
    const allowed = await readWithConsent({ ...sources, text, ask, parse }, ({ whole }) => mayRead(whole));
    if (!allowed) return undefined;
    const { tests } = allowed.reading.whole;
    await this.confirm(tests);
    return tests;
  }

  /** Notes what tests send now, for a person who is about to confirm it or just did. */
  async confirm(tests: readonly GoldenTest[]): Promise<void> {
    for (const test of tests) {
      const found = await requestsOf(test, this.#options).catch((error: unknown) => {
        if (error instanceof RunFileError) return error;
        throw error;
      });
      this.#confirmed.set(test.range.offset, found);
    }
  }

  /** What was confirmed for a test, or why it can't be sent. */
  confirmed(test: GoldenTest): ConfirmedTest | RunFileError {
    return this.#confirmed.get(test.range.offset) ?? errorAt(this.#options, test.range, missingTest);
  }

  /**
   * The request of one run of a test, with new values for `${uuid}` and `${now}`.
   *
   * @param turn which of its turns, from 0
   * @param newSession the session of this run, the value of `${newSession}`
   * @throws RunFileError when it can't be sent, or isn't what was confirmed any more
   */
  async prepare(test: GoldenTest, turn: number, newSession: string): Promise<PreparedRequest> {
    const confirmed = this.confirmed(test);
    if (confirmed instanceof Error) throw confirmed;
    const { text, sources } = this.#options;
    const { requests, parts } = await requestsOf(test, { text, sources: { ...sources, newSession } });
    const other = parts.find(({ version }, index) => version !== confirmed.parts[index]?.version);
    if (other) {
      const { field } = other.range;
      const problem = `${other.changed} since this test was started, so no more runs are started. Run the test again.`;
      throw errorAt(this.#options, other.range, problem, field);
    }
    const prepared = requests[turn];
    if (!prepared) throw errorAt(this.#options, test.range, missingTest);
    return prepared;
  }
}

function errorAt(
  { sources }: GoldenRequestOptions,
  { line, column }: Pick<SourceRange, "line" | "column">,
  problem: string,
  field?: string,
): RunFileError {
  return new RunFileError({ file: basename(sources.runFilePath), line, column, problem, field });
}

const missingTest = "the file no longer contains this test. Run the tests of the file again.";

/**
 * What one run of a test sends: with its variables filled in anew and its files opened.
 *
 * @throws RunFileError naming the field, for a value that isn't known, a file that can't be sent, or another problem
 */
export async function requestsOf(test: GoldenTest, options: GoldenRequestOptions): Promise<ConfirmedTest> {
  const { text, sources } = options;
  const file = basename(sources.runFilePath);
  const look = parseGoldenFile(text, file);
  const isOwn = (use: VariableUse): boolean => isWithin(use, test);
  const uses = look.variables.filter(isOwn);
  const values = await findValues(uses, { ...sources, now: sources.now ?? new Date(), ask: async () => undefined });
  const filled = parseGoldenFile(text, file, (use) => (isOwn(use) ? values?.(use) : undefined));
  const found = filled.tests.find(({ range }) => range.offset === test.range.offset);
  if (!found) throw errorAt(options, test.range, missingTest);
  const [wrong] = found.problems;
  if (wrong) throw errorAt(options, wrong, wrong.problem, wrong.field);
  const newValues = new Map<string, string>();
  const parts: SentPart[] = [];
  for (const use of uses) {
    const value = values?.(use);
    const notation = variableText(use);
    if (value === undefined || "problem" in value) {
      const problem = `${notation} has no value, because you haven't allowed the test to read it. Run the test again and allow it, or write the value instead.`;
      throw errorAt(options, use, problem, use.field);
    }
    if (isNewEachTime(use)) newValues.set(value.value, notation);
    else parts.push({ version: digest(value.value), changed: `the value of ${notation} has changed`, range: use });
  }
  const requests: PreparedRequest[] = [];
  for (const parsed of parsedRequests(found)) {
    const files = await openAttachments(parsed, sources.runFilePath, []);
    for (const [index, { path, requested }] of attachmentPaths(parsed, sources.runFilePath, []).entries()) {
      const range = requested ?? found.range;
      const field = requested?.field ?? path;
      if (!(await sources.gate.isAllowed("attachment", path))) {
        const problem = `${field} is outside the workspace folder, and you haven't allowed the test to send it. Run the test again and allow it.`;
        throw errorAt(options, range, problem, field);
      }
      parts.push(
        { version: (await resolveLinks(path)) ?? path, changed: `${field} has become a link to another file`, range },
        { version: files[index]?.version ?? "", changed: `${field} has changed`, range },
      );
    }
    requests.push({ request: parsed.request, files });
  }
  return { requests, fresh: newValues, variables: [...new Set(uses.map(variableText))], parts };
}

function isWithin({ offset }: VariableUse, { range }: GoldenTest): boolean {
  return offset >= range.offset && offset < range.offset + range.length;
}
