import { basename } from "node:path";
import * as vscode from "vscode";
import { commandIds } from "../../host/ids.ts";
import { parseGoldenFile } from "../../runFiles/golden/goldenFile.ts";
import type { GoldenTest } from "../../runFiles/golden/goldenTypes.ts";
import { itemId, rangeOf } from "./goldenItems.ts";
import type { GoldenResult, GoldenResults } from "./goldenResults.ts";

/** Above each test of a golden file that ran in this window: its result, and the ways to look at it. */
export class GoldenLenses implements vscode.CodeLensProvider {
  readonly #results: GoldenResults;
  readonly onDidChangeCodeLenses: vscode.Event<void>;

  constructor(results: GoldenResults) {
    this.#results = results;
    this.onDidChangeCodeLenses = results.onDidChange;
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const { tests } = parseGoldenFile(document.getText(), basename(document.uri.path));
    return tests.flatMap((test, index) => {
      const row = { id: itemId(document.uri, test.name, index, tests), label: test.name, children: [] };
      const result = this.#results.of(row);
      return result ? lensesOf(test, result, row) : [];
    });
  }
}

function lensesOf(test: GoldenTest, { outcome }: GoldenResult, row: object): vscode.CodeLens[] {
  const range = rangeOf(test.namePlace);
  const lens = (title: string, command: string): vscode.CodeLens =>
    new vscode.CodeLens(range, { title, command, arguments: [row] });
  const hasRun = outcome.runs.some(({ runId }) => runId !== undefined);
  return [
    ...(hasRun
      ? [lens(`${icons[outcome.kind]}\u00a0${outcome.description || "Passed"}`, commandIds.openGoldenRun)]
      : []),
    ...(hasRun && test.goldenRun?.file ? [lens("Compare with Golden Run", commandIds.compareWithGoldenRun)] : []),
    ...(outcome.failures.length > 0 ? [lens("Accept as New Golden", commandIds.acceptAsGolden)] : []),
  ];
}

const icons = { passed: "$(pass)", failed: "$(error)", errored: "$(warning)", canceled: "$(circle-slash)" } as const;
