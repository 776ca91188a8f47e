import { basename } from "node:path";
import * as vscode from "vscode";
import { Joined } from "../../base/joined.ts";
import { NothingToDo, UserError } from "../../host/errors/userError.ts";
import { readFileText } from "../../host/readFileText.ts";
import { parseGoldenFile } from "../../runFiles/golden/goldenFile.ts";
import type { GoldenCheck, GoldenTest } from "../../runFiles/golden/goldenTypes.ts";
import { acceptedRule } from "../../runs/golden/accept/acceptedRule.ts";
import { ruleText } from "../../runs/golden/accept/ruleText.ts";
import type { CheckFailure } from "../../runs/golden/goldenResult.ts";
import type { GoldenResultCommands } from "./goldenCommands.ts";
import { endedRun } from "./goldenSteps.ts";
import { type GoldenTarget, goldenTarget } from "./goldenTarget.ts";

/**
 * Changes the clicked check, or all failed ones, to what the run did. The file stays unsaved, with the change selected,
 * so that it can be undone.
 *
 * @returns how many checks were changed
 */
export async function acceptAsGolden(context: GoldenResultCommands, argument: unknown): Promise<number> {
  const target = goldenTarget(context.goldenTests, argument);
  // A double click must not change the file twice, the second time at places that have moved.
  return accepting.run(target.uri.toString(), () => accept(context, target));
}

const accepting = new Joined<number>();

async function accept(context: GoldenResultCommands, target: GoldenTarget): Promise<number> {
  const wanted = checksToAccept(target);
  const text = await readFileText(target.uri);
  const now = unchangedTest(target, text);
  const edits: vscode.TextEdit[] = [];
  const document = await vscode.workspace.openTextDocument(target.uri);
  for (const { index, runId } of wanted) {
    const check = sameCheck(target.test, now, index);
    edits.push(await acceptedEdit(context, target, document, check, runId));
  }
  if (document.getText() !== text) throw new NothingToDo(changedMeanwhile(target));
  await show(document, edits);
  return edits.length;
}

function checksToAccept({ outcome, message, runId, test }: GoldenTarget): { index: number; runId: string }[] {
  const isWanted = ({ index, results }: CheckFailure): boolean =>
    (message?.check === undefined || index === message.check) &&
    (runId === undefined || results.some((each) => each.runId === runId));
  const failures = outcome.failures.filter(isWanted);
  if (failures.length === 0) {
    throw new NothingToDo(`No check of ${test.name} failed in its last run, so there is nothing to accept.`);
  }
  return failures.map(({ index, results }) => ({ index, runId: runId ?? results[0]?.runId ?? "" }));
}

function changedMeanwhile({ uri }: GoldenTarget): string {
  return `${basename(uri.path)} was changed meanwhile, so nothing was accepted. Run its tests again.`;
}

function unchangedTest({ uri, test }: GoldenTarget, text: string): GoldenTest {
  const file = basename(uri.path);
  const { tests } = parseGoldenFile(text, file);
  const now = tests.find(({ name }) => name === test.name);
  if (!now) throw new NothingToDo(`${file} no longer has the test ${test.name}. Run its tests again.`);
  return now;
}

function sameCheck(ran: GoldenTest, now: GoldenTest, index: number): GoldenCheck {
  const [before, check] = [ran.checks[index], now.checks[index]];
  if (before && check && ruleText(before) === ruleText(check)) return check;
  throw new NothingToDo(`The checks of ${now.name} have changed since it ran. Run it again first.`);
}

async function acceptedEdit(
  { sessions }: GoldenResultCommands,
  { connectionId, test }: GoldenTarget,
  document: vscode.TextDocument,
  check: GoldenCheck,
  runId: string,
): Promise<vscode.TextEdit> {
  const { run, steps } = await endedRun(sessions.get(connectionId).watcher.watch(runId));
  const rule = run && acceptedRule(check, run, steps);
  const line = check.place.line;
  if (!rule) {
    const way = "Remove the check, or write what you expect.";
    throw new NothingToDo(`The run has nothing that the check in line ${line} of ${test.name} could expect. ${way}`);
  }
  const { offset, length } = check.place;
  const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
  return vscode.TextEdit.replace(range, ruleText(rule));
}

async function show(document: vscode.TextDocument, edits: readonly vscode.TextEdit[]): Promise<void> {
  const editor = await vscode.window.showTextDocument(document);
  const starts = edits.map(({ range }) => range.start);
  const isDone = await editor.edit((builder) => {
    for (const { range, newText } of edits) builder.replace(range, newText);
  });
  if (!isDone) throw new UserError("The golden file couldn't be changed. It may be read-only.");
  // A replacement may add lines above the ones that follow it.
  let shift = 0;
  editor.selections = edits.map(({ range, newText }, index) => {
    const lines = newText.split("\n");
    const start = (starts[index] ?? range.start).translate(shift);
    shift += lines.length - 1 - (range.end.line - range.start.line);
    const last = lines.at(-1)?.length ?? 0;
    const end = new vscode.Position(start.line + lines.length - 1, lines.length === 1 ? start.character + last : last);
    return new vscode.Selection(start, end);
  });
  const [first] = editor.selections;
  if (first) editor.revealRange(first, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
