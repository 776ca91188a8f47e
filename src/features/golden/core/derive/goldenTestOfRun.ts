import type { Run } from "#api/schemas.ts";
import { isContainer } from "#base/json/exactNumber.ts";
import { withoutUndefined } from "#base/stored.ts";
import { oneLine } from "#base/text/oneLine.ts";
import { checkedRun } from "#features/golden/core/checks/checkedRun.ts";
import type { RecordedRun } from "#features/golden/core/run/testDeps.ts";
import { userOf, withIds } from "#model/conversationIds.ts";
import { countOf } from "#model/counts.ts";
import { shortId } from "#model/shortId.ts";
import { isTerminal, statusWord } from "#model/status.ts";
import { type WrittenRequest, writtenRequestOfRun } from "#runFiles/runFileOfRun.ts";
import { escapeVariables } from "#runFiles/variables/variables.ts";
import type { SentWith } from "#runs/create/startedRuns.ts";
import { runTitle } from "#runs/labels/runLabel.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import { GeneratedValues } from "./generated.ts";
import { inOneLine, layOut } from "./layOut.ts";
import { type ProposedCheck, proposedChecks } from "./proposedChecks.ts";
import { recordedAnswers } from "./recordedAnswers.ts";

export interface GoldenDraftOptions {
  /** The name of the test; the run's title by default. */
  name?: string;
  /** How the run was created, where that is known. */
  sentWith?: Pick<SentWith, "files" | "fileIds">;
  /** Paths to attach, relative to the golden file. Without them, attachments are a question. */
  files?: readonly string[];
  exportFile?: string;
  /** Whether the answers that people gave are sent again; without it, they are a question. */
  replay?: boolean;
}

/** A question to a person, because a test can't repeat it by itself. */
export type GoldenQuestion =
  /** The test needs paths: files that the run had and that aren't known here any more, or ids that will be gone. */
  | { kind: "attachments"; message: string; paths: readonly string[]; count: number }
  /** The app may want accounts of this user to be connected. */
  | { kind: "user"; message: string; userId: string }
  | { kind: "answers"; message: string; count: number };

export type GoldenDraft = { text: string; questions: GoldenQuestion[] } | { problem: string };

/** A golden test made from a conversation, with the questions of each turn. */
export type ConversationDraft = { text: string; questions: GoldenQuestion[][] } | { problem: string };

export interface DraftedTurn extends RecordedRun {
  options: GoldenDraftOptions;
}

/**
 * The text of a golden test that this run passes, ready to be edited, and what a person has to decide about it.
 *
 * @param steps all steps of the run's story
 * @returns a problem for a run of which no test can be made
 */
export function goldenTestOfRun(run: Run, steps: readonly StoryStep[], options: GoldenDraftOptions = {}): GoldenDraft {
  const problem = problemOf(run);
  if (problem !== undefined) return { problem };
  const request = writtenRequestOfRun(run, options.sentWith?.fileIds);
  const { answers, parts: expected } = expectedParts({ run, steps, options }, 2);
  const parts = [
    `"name": ${JSON.stringify(nameOf(run, options))}`,
    `"request": ${layOut(requestFields(request, options), 2, 11)}`,
    ...expected,
  ];
  const title = `// Made from the run ${shortId(run.id)}${dayOf(run)}. ${hint}`;
  return { text: fileText(title, parts), questions: questionsOf(run, request, { answers, options }) };
}

/**
 * The text of a golden conversation that these runs pass, and what a person has to decide about each of its turns.
 *
 * @param turns oldest first, at least one
 * @returns a problem if there is a run of which no turn can be made
 */
export function goldenConversationOf(turns: readonly DraftedTurn[]): ConversationDraft {
  for (const [index, { run }] of turns.entries()) {
    const problem = problemOf(run);
    if (problem !== undefined) return { problem: `Turn ${index + 1}: ${problem}` };
  }
  const first = turns[0]!;
  const questions: GoldenQuestion[][] = [];
  const texts = turns.map((turn, index) => {
    const { run, options } = turn;
    const written = writtenRequestOfRun(run, options.sentWith?.fileIds);
    const { answers, parts } = expectedParts(turn, 6);
    const asked = questionsOf(run, written, { answers, options }).filter(
      ({ kind }) => kind !== "user" || turn === first,
    );
    const prefix = (kind: GoldenQuestion["kind"]): string => (kind === "user" ? "" : `Turn ${index + 1}: `);
    questions.push(asked.map((each) => ({ ...each, message: `${prefix(each.kind)}${each.message}` })));
    const { user_id: _user, session: _session, ...request } = requestFields(written, options);
    const sent = Object.entries(request).map(([key, value]) => `"${key}": ${layOut(value, 6, key.length + 4)}`);
    return `    {\n${[...sent, ...parts].map((part) => `      ${part}`).join(",\n")}\n    }`;
  });
  const { user_id: user } = requestFields(writtenRequestOfRun(first.run), first.options);
  const parts = [
    `"name": ${JSON.stringify(nameOf(first.run, first.options))}`,
    ...(user === undefined ? [] : [`"request": ${layOut({ user_id: user }, 2, 11)}`]),
    `"turns": [\n${texts.join(",\n")}\n  ]`,
  ];
  const title = `// Made from a conversation of ${countOf(turns.length, "turn")}${dayOf(first.run)}. ${hint}`;
  return { text: fileText(title, parts), questions };
}

const hint = "Remove checks that later runs don't have to pass.";

function fileText(title: string, parts: readonly string[]): string {
  return `${oneLine(title)}\n{\n${parts.map((part) => `  ${part}`).join(",\n")}\n}\n`;
}

function problemOf(run: Run): string | undefined {
  if (!isTerminal(run.status))
    return `The run hasn't ended: its status is ${statusWord(run.status)}. Wait until it ends.`;
  const isObject = isContainer(run.input ?? {}) && !Array.isArray(run.input);
  return isObject ? undefined : "The run's input isn't an object, so the run can't become a golden test.";
}

/** What a run has to be like, as it was. @param indent of these parts, in spaces */
function expectedParts({ run, steps, options }: DraftedTurn, indent: number): { answers: number; parts: string[] } {
  const answers = recordedAnswers(steps, options.replay ?? false);
  const checks = proposedChecks(
    checkedRun(run, steps),
    // The next run has another session, also where its input names it.
    new GeneratedValues([withIds(run, { userId: userOf(run) }) ?? {}, run.user_id ?? undefined]),
  );
  const parts = [
    ...(answers.length > 0 ? [answersPart(answers, run, indent)] : []),
    checksPart(checks, indent),
    `"goldenRun": ${layOut(goldenRun(run, options), indent, 13)}`,
  ];
  return { answers: answers.length, parts };
}

function nameOf(run: Run, { name }: GoldenDraftOptions): string {
  return oneLine(name ?? "") || runTitle(run);
}

/** A session brings its past along: the test gets one of its own. */
function requestFields(request: WrittenRequest, options: GoldenDraftOptions): Record<string, unknown> {
  const { file_ids: ids, ...rest } = request;
  const { files } = options;
  return withoutUndefined({
    ...rest,
    files: files && files.length > 0 ? files.map(escapeVariables) : undefined,
    // Where the files are attached themselves, the uploads of the run aren't needed.
    file_ids: files ? undefined : ids,
  });
}

function answersPart(answers: readonly object[], run: Run, indent: number): string {
  const [outer, inner] = [" ".repeat(indent), " ".repeat(indent + 2)];
  const lines = answers.map((answer) => `${inner}${layOut(answer, indent + 2)}`).join(",\n");
  const comment = `// People gave these answers${dayOf(run, "on")}. The test sends only the answers that have "replay": true.`;
  return `${comment}\n${outer}"answers": [\n${lines}\n${outer}]`;
}

function checksPart(checks: readonly ProposedCheck[], indent: number): string {
  const [outer, inner] = [" ".repeat(indent), " ".repeat(indent + 2)];
  const real = checks.filter(({ isExample }) => !isExample);
  const lines = real.map(({ check, comment }, index) => {
    const comma = index === real.length - 1 ? "" : ",";
    return `${inner}${layOut(check, indent + 2)}${comma}${comment === undefined ? "" : `  // ${oneLine(comment)}`}`;
  });
  const examples = checks.filter(({ isExample }) => isExample).map(({ check }) => `${inner}// ${inOneLine(check)}`);
  return `"checks": [\n${[...lines, ...examples].join("\n")}\n${outer}]`;
}

function goldenRun(run: Run, { exportFile }: GoldenDraftOptions): object {
  return withoutUndefined({ id: run.id, file: exportFile, finished: run.ended_at || undefined });
}

function dayOf({ ended_at: ended }: Run, word = "of"): string {
  const [day] = /^\d{4}-\d\d-\d\d/.exec(ended ?? "") ?? [];
  return day === undefined ? "" : ` ${word} ${day}`;
}

function questionsOf(
  { user_id: userId }: Run,
  { file_ids: ids = [] }: WrittenRequest,
  { answers, options: { sentWith, files, replay } }: { answers: number; options: GoldenDraftOptions },
): GoldenQuestion[] {
  const paths = sentWith?.files ?? [];
  const count = Math.max(paths.length, ids.length);
  const questions: GoldenQuestion[] = [];
  if (files === undefined && count > 0) {
    const message = `The run had ${countOf(count, "attachment")}. Which files should the test attach?`;
    questions.push({ kind: "attachments", message, paths, count });
  }
  if (userId) {
    const message = `The test runs as ${oneLine(userId)}. Check that this user has connected all required accounts.`;
    questions.push({ kind: "user", message, userId });
  }
  if (replay === undefined && answers > 0) {
    const message = `People answered ${countOf(answers, "input request")} of this run. Should the test send these answers again?`;
    questions.push({ kind: "answers", message, count: answers });
  }
  return questions;
}
