import type { CheckRule } from "#features/golden/core/checks/checkTable.ts";
import type { ParsedRunFile, SourceText } from "#runFiles/parsedRunFile.ts";
import type { RunFileProblem, SourceRange } from "#runFiles/runFileError.ts";
import type { VariableUse } from "#runFiles/variables/filledTexts.ts";
import type { AnswerRule } from "./testFields.ts";

/** What is known of a golden file without running it. */
export interface GoldenFileReading {
  /** The tests in the file's order, also those with problems, which can't run. Empty for a file that isn't JSON. */
  tests: GoldenTest[];
  /** All that is wrong, in the order of the file. What the disk and the connections say is not in it. */
  problems: RunFileProblem[];
  /** The variables of all requests, in the order of the file. */
  variables: VariableUse[];
}

/** One golden test. A range is a part of the file's text. */
export interface GoldenTest {
  /** The test's name, which no other test of its file has, unless `problems` says so. */
  name: string;
  /** The range of the whole test. */
  range: SourceRange;
  /** The range of its name, where the Test Explorer and its lenses are shown. */
  nameRange: SourceRange;
  /** What it sends, one after the other: a test without `turns` is one turn. */
  turns: GoldenTurn[];
  /** Whether it has `turns`: all of them are sent in one new session, as one user. */
  isConversation: boolean;
  /** How often the test runs, and how many of its runs have to pass. */
  repeat: { times: number; atLeast: number };
  /** The answers of all turns, in order. */
  answers: GoldenAnswer[];
  /** The checks of all turns, in order: results count them. */
  checks: GoldenCheck[];
  /** What is wrong in this test; the file's problems have it as well. */
  problems: RunFileProblem[];
}

/** A request, and what its run has to be like. */
export interface GoldenTurn {
  request: GoldenRequest;
  answers: GoldenAnswer[];
  checks: GoldenCheck[];
  goldenRun?: GoldenRun;
}

/** The requests of a test, as far as their variables have values. */
export function parsedRequests({ turns }: Pick<GoldenTest, "turns">): ParsedRunFile[] {
  return turns.map(({ request }) => request.parsed);
}

/** How many runs a test makes if none of its turns fails. */
export function maxRunsOf({ turns, repeat }: Pick<GoldenTest, "turns" | "repeat">): number {
  return turns.length * repeat.times;
}

interface GoldenRequest {
  /** The request without the texts in which a variable is open. */
  parsed: ParsedRunFile;
  /** Whether each run of the test gets a session of its own. */
  newSession: boolean;
  range: SourceRange;
}

export type GoldenAnswer = AnswerRule & { range: SourceRange; field: string };

/** The run that a test was made from. */
export interface GoldenRun {
  id: string;
  /** An export beside the golden file, relative to it. */
  file?: SourceText;
  /** When it ended, ISO 8601. */
  finished?: string;
  range: SourceRange;
}

/** Something that has to be true of a run. */
export type GoldenCheck = CheckSource & CheckRule;

interface CheckSource {
  /** The range of the whole check. */
  range: SourceRange;
  /** The path of the check, as a person would write it: `checks[2]`. */
  field: string;
}
