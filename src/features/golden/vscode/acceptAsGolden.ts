import { basename } from "node:path";
import * as vscode from "vscode";
import { JoinedCalls } from "#base/joinedCalls.ts";
import { sameJson } from "#base/json/sameJson.ts";
import { acceptedRule, movedLine, type RefusedCheck, refusedText } from "#features/golden/core/acceptance.ts";
import { layOut } from "#features/golden/core/derive/layOut.ts";
import { parseGoldenFile } from "#features/golden/core/file/goldenFile.ts";
import type { GoldenCheck, GoldenTest } from "#features/golden/core/file/goldenTypes.ts";
import type { CheckFailure } from "#features/golden/core/goldenResult.ts";
import { showNews } from "#host/errors/showError.ts";
import { NothingToDo, UserError } from "#host/errors/userError.ts";
import { readFileText } from "#host/readFileText.ts";
import type { SourceRange } from "#runFiles/runFileError.ts";
import type { App } from "#workbench/app.ts";
import { endedRun } from "./endedRun.ts";
import { type GoldenTarget, goldenTarget } from "./goldenTarget.ts";
import type { GoldenServices } from "./services.ts";

type Context = Pick<App, "log" | "sessions"> & Pick<GoldenServices, "goldenTests">;

/**
 * Changes the clicked check, or all failed ones, to what the run did. The file stays unsaved, with the change selected,
 * so that it can be undone.
 *
 * @returns how many checks were changed
 */
export async function acceptAsGolden(context: Context, argument: unknown): Promise<number> {
  const target = goldenTarget(context.goldenTests, argument);
  // A double click must not change the file twice, the second time in ranges that have moved.
  return accepting.run(target.uri.toString(), () => accept(context, target));
}

const accepting = new JoinedCalls<number>();

async function accept(context: Context, target: GoldenTarget): Promise<number> {
  const failedChecks = checksToAccept(target);
  const text = await readFileText(target.uri);
  const now = unchangedTest(target, text);
  const document = await vscode.workspace.openTextDocument(target.uri);
  const edits: vscode.TextEdit[] = [];
  const refused: RefusedCheck[] = [];
  for (const { index, runId } of failedChecks) {
    const accepted = await acceptedCheck(context, target, now, index, runId);
    if ("reason" in accepted) refused.push(accepted);
    else {
      const { range } = accepted;
      edits.push(vscode.TextEdit.replace(rangeIn(document, range), layOut(accepted.check, indentAt(document, range))));
    }
  }
  const { name } = target.test;
  if (edits.length === 0) throw new NothingToDo(refusedText(name, 0, refused));
  if (document.getText() !== text) throw new NothingToDo(changedMeanwhile(target));
  await show(document, edits);
  if (refused.length > 0) {
    const moved = edits.map(({ range, newText }) => ({
      line: range.start.line + 1,
      addedLines: addedLines(range, newText),
    }));
    const left = refused.map(({ line, reason }) => ({ line: movedLine(line, moved), reason }));
    showNews(refusedText(name, edits.length, left), []);
  }
  return edits.length;
}

function checksToAccept({ outcome, message, runId, test }: GoldenTarget): { index: number; runId: string }[] {
  const isWanted = ({ index, results }: CheckFailure): boolean =>
    (message?.check === undefined || index === message.check) &&
    (runId === undefined || results.some((each) => each.runId === runId));
  const failures = outcome.failures.filter(isWanted);
  if (failures.length === 0) {
    throw new NothingToDo(`No check failed in the last run of ${test.name}, so there is nothing to accept.`);
  }
  return failures.map(({ index, results }) => ({ index, runId: runId ?? results[0]?.runId ?? "" }));
}

function changedMeanwhile({ uri }: GoldenTarget): string {
  return `${basename(uri.path)} has changed since its tests ran, so nothing was accepted. Run its tests again.`;
}

function unchangedTest({ uri, test }: GoldenTarget, text: string): GoldenTest {
  const file = basename(uri.path);
  const { tests } = parseGoldenFile(text, file);
  const now = tests.find(({ name }) => name === test.name);
  if (!now) throw new NothingToDo(`${file} no longer has the test ${test.name}. Run its tests again.`);
  return now;
}

async function acceptedCheck(
  { sessions }: Context,
  { connectionId, test }: GoldenTarget,
  now: GoldenTest,
  index: number,
  runId: string,
): Promise<{ check: object; range: SourceRange } | RefusedCheck> {
  const [before, check] = [test.checks[index], now.checks[index]];
  if (!before || !check || !sameJson(ruleOf(before), ruleOf(check))) {
    const line = check?.range.line ?? before?.range.line ?? now.range.line;
    return { line, reason: "the check has changed since the test ran, so run the test again first" };
  }
  const { run, steps } = await endedRun(sessions.get(connectionId).watcher.watch(runId));
  const accepted = acceptedRule(check, run, steps);
  const { range } = check;
  return "check" in accepted ? { ...accepted, range } : { line: range.line, ...accepted };
}

/** What a check says, wherever it stands. */
function ruleOf({ range: _range, field: _field, ...rule }: GoldenCheck): unknown {
  return rule;
}

function rangeIn(document: vscode.TextDocument, { offset, length }: SourceRange): vscode.Range {
  return new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
}

/** How far the line of a check is indented: those of a turn are deeper. */
function indentAt(document: vscode.TextDocument, { line }: SourceRange): number {
  return document.lineAt(line - 1).firstNonWhitespaceCharacterIndex;
}

function addedLines({ start, end }: vscode.Range, newText: string): number {
  return newText.split("\n").length - 1 - (end.line - start.line);
}

async function show(document: vscode.TextDocument, edits: readonly vscode.TextEdit[]): Promise<void> {
  const editor = await vscode.window.showTextDocument(document);
  const starts = edits.map(({ range }) => range.start);
  const isDone = await editor.edit((builder) => {
    for (const { range, newText } of edits) builder.replace(range, newText);
  });
  if (!isDone) throw new UserError("The golden file couldn't be changed. Make it writable, and accept the run again.");
  // A replacement may add lines above the ones that follow it.
  let shift = 0;
  editor.selections = edits.map(({ range, newText }, index) => {
    const lines = newText.split("\n");
    const start = (starts[index] ?? range.start).translate(shift);
    shift += addedLines(range, newText);
    const last = lines.at(-1)?.length ?? 0;
    const end = new vscode.Position(start.line + lines.length - 1, lines.length === 1 ? start.character + last : last);
    return new vscode.Selection(start, end);
  });
  const [first] = editor.selections;
  if (first) editor.revealRange(first, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
