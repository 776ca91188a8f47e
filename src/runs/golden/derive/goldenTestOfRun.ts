import type { Run } from "../../../api/schemas.ts";
import { isContainer } from "../../../base/json/exactNumber.ts";
import { oneLine } from "../../../base/text/oneLine.ts";
import { countOf } from "../../../model/counts.ts";
import { shortId } from "../../../model/shortId.ts";
import { isTerminal, statusWord } from "../../../model/status.ts";
import { escapedVariables, type WrittenRequest, writtenRequestOfRun } from "../../../runFiles/runFileOfRun.ts";
import type { SentWith } from "../../create/sentRuns.ts";
import { runTitle } from "../../labels/runLabel.ts";
import type { StoryStep } from "../../story/storySteps.ts";
import { checkedRun } from "../checks/checkedRun.ts";
import { GeneratedValues } from "./generated.ts";
import { layOut } from "./layOut.ts";
import { type ProposedCheck, proposedChecks } from "./proposedChecks.ts";
import { recordedAnswers } from "./recordedAnswers.ts";

export interface GoldenDraftOptions {
  /** The name of the test; the run's title by default. */
  name?: string | undefined;
  /** How the run was created, where that is known. */
  sentWith?: Pick<SentWith, "files" | "fileIds"> | undefined;
  /** Paths to attach, relative to the golden file. Without them, attachments are a question. */
  files?: readonly string[] | undefined;
  /** The export of the run beside the golden file. */
  exportFile?: string | undefined;
  /** Whether the answers that people gave are sent again; without it, they are a question. */
  replay?: boolean | undefined;
}

/** A question to a person, because a test can't repeat it by itself. */
export type GoldenQuestion =
  /** The test needs paths: files that the run had and that aren't known here any more, or ids that will be gone. */
  | { kind: "attachments"; message: string; paths: readonly string[]; count: number }
  /** The app may want accounts of this user to be connected. */
  | { kind: "user"; message: string; userId: string }
  | { kind: "answers"; message: string; count: number };

export type GoldenDraft = { text: string; questions: GoldenQuestion[] } | { problem: string };

/**
 * The text of a golden test that this run passes, ready to be edited, and what a person has to decide about it.
 *
 * @param steps all steps of the run's story
 * @returns a problem for a run of which no test can be made
 */
export function goldenTestOfRun(run: Run, steps: readonly StoryStep[], options: GoldenDraftOptions = {}): GoldenDraft {
  if (!isTerminal(run.status)) {
    return { problem: `The run hasn't ended: its status is ${statusWord(run.status)}. Wait for its end first.` };
  }
  const request = writtenRequestOfRun(run, options.sentWith?.fileIds);
  if (!isContainer(request.input) || Array.isArray(request.input)) {
    return { problem: "The run's input isn't an object, so no golden test can be made of it." };
  }
  const generated = new GeneratedValues([request.input, request.user_id]);
  const answers = recordedAnswers(steps, options.replay ?? false);
  const checks = proposedChecks(checkedRun(run, steps), generated);
  const parts = [
    `"name": ${JSON.stringify(nameOf(run, options))}`,
    `"request": ${layOut(requestFields(request, options), 2, 11)}`,
    ...(answers.length > 0 ? [answersPart(answers, run)] : []),
    checksPart(checks),
    `"goldenRun": ${layOut(goldenRun(run, options), 2, 13)}`,
  ];
  const title = `// Made from the run ${shortId(run.id)}${dayOf(run)}. Remove the checks that the next runs need not pass.`;
  const text = `${oneLine(title)}\n{\n${parts.map((part) => `  ${part}`).join(",\n")}\n}\n`;
  return { text, questions: questionsOf(request.user_id, request.file_ids ?? [], answers.length, options) };
}

function nameOf(run: Run, { name }: GoldenDraftOptions): string {
  return oneLine(name ?? "") || runTitle(run);
}

/** A session brings its past along: the test gets one of its own. */
function requestFields(request: WrittenRequest, options: GoldenDraftOptions): object {
  const { input, user_id: user, session, file_ids: ids } = request;
  const { files } = options;
  return escapedVariables({
    input,
    ...(user === undefined ? {} : { user_id: user }),
    ...(session === undefined ? {} : { session }),
    ...(files && files.length > 0 ? { files } : {}),
    // Where the files are attached themselves, the uploads of the run aren't needed.
    ...(ids && !files ? { file_ids: ids } : {}),
  }) as object;
}

function answersPart(answers: readonly object[], run: Run): string {
  const lines = answers.map((answer) => `    ${layOut(answer, 4)}`).join(",\n");
  return `// Given by people${dayOf(run, "on")}. The test sends those with "replay": true.\n  "answers": [\n${lines}\n  ]`;
}

function checksPart(checks: readonly ProposedCheck[]): string {
  const real = checks.filter(({ isExample }) => !isExample);
  const lines = real.map(({ check, comment }, index) => {
    const comma = index === real.length - 1 ? "" : ",";
    return `    ${layOut(check, 4)}${comma}${comment === undefined ? "" : `  // ${oneLine(comment)}`}`;
  });
  const examples = checks.filter(({ isExample }) => isExample).map(({ check }) => `    // ${layOut(check, 0, -1_000)}`);
  return `"checks": [\n${[...lines, ...examples].join("\n")}\n  ]`;
}

function goldenRun(run: Run, { exportFile }: GoldenDraftOptions): object {
  return {
    id: run.id,
    ...(exportFile === undefined ? {} : { file: exportFile }),
    ...(run.ended_at ? { finished: run.ended_at } : {}),
  };
}

function dayOf({ ended_at: ended }: Run, word = "of"): string {
  const [day] = /^\d{4}-\d\d-\d\d/.exec(ended ?? "") ?? [];
  return day === undefined ? "" : ` ${word} ${day}`;
}

function questionsOf(
  userId: string | undefined,
  ids: readonly string[],
  answers: number,
  { sentWith, files, replay }: GoldenDraftOptions,
): GoldenQuestion[] {
  const paths = sentWith?.files ?? [];
  const count = Math.max(paths.length, ids.length);
  const questions: GoldenQuestion[] = [];
  if (files === undefined && count > 0) {
    const message = `The run had ${countOf(count, "attachment")}. Which files does the test attach?`;
    questions.push({ kind: "attachments", message, paths, count });
  }
  if (userId !== undefined) {
    const message = `The test runs as ${oneLine(userId)}. Are all accounts of this user connected?`;
    questions.push({ kind: "user", message, userId });
  }
  if (replay === undefined && answers > 0) {
    const message = `People answered ${countOf(answers, "input request")} of this run. Does the test send the answers again?`;
    questions.push({ kind: "answers", message, count: answers });
  }
  return questions;
}
