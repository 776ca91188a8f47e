import { basename } from "node:path";
import * as vscode from "vscode";
import { Owner } from "#base/disposable.ts";
import { parseGoldenFile } from "#features/golden/core/file/goldenFile.ts";
import type { GoldenTest } from "#features/golden/core/file/goldenTypes.ts";
import { commandIds } from "#host/commandIds.ts";
import { goldenFilePattern } from "#runFiles/fileNames.ts";
import { itemId, rangeOf } from "./goldenItems.ts";
import type { GoldenResult, GoldenResults } from "./goldenResults.ts";

/** Above each test of a golden file: its result in this window, and the ways to run it and to look at its run. */
export class GoldenLenses extends Owner implements vscode.CodeLensProvider {
  readonly #results: GoldenResults;
  readonly #changed = this.owned.add(new vscode.EventEmitter<void>());
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(results: GoldenResults) {
    super();
    this.#results = results;
    const update = (): void => this.#changed.fire();
    this.owned.add(results.onDidChange(update));
    this.owned.add(vscode.workspace.onDidGrantWorkspaceTrust(update));
    this.owned.add(vscode.languages.registerCodeLensProvider({ pattern: goldenFilePattern }, this));
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const { tests } = parseGoldenFile(document.getText(), basename(document.uri.path));
    return tests.flatMap((test, index) => {
      const row = { id: itemId(document.uri, test.name, index, tests), label: test.name, children: [] };
      const range = rangeOf(test.nameRange);
      return this.#commandsOf(test, this.#results.of(row)).map(
        (command) => new vscode.CodeLens(range, { ...command, arguments: [row] }),
      );
    });
  }

  #commandsOf(test: GoldenTest, result: GoldenResult | undefined): vscode.Command[] {
    // An untrusted workspace starts nothing.
    const ways = vscode.workspace.isTrusted ? waysToRun(test) : [];
    if (!result) return ways;
    const { kind, description, runs, failures } = result.outcome;
    const hasRun = runs.some(({ runId }) => runId !== undefined);
    const title = `${icons[kind]}\u00a0${description || "Passed"}`;
    return [
      ...(hasRun ? [{ title, tooltip: "Open Run", command: commandIds.openGoldenRun }] : []),
      ...ways,
      ...(hasRun && test.turns.some(({ goldenRun }) => goldenRun?.file)
        ? [{ title: "Compare with Golden Run", command: commandIds.compareWithGoldenRun }]
        : []),
      ...(failures.length > 0 ? [{ title: "Accept as New Golden Run", command: commandIds.acceptAsGolden }] : []),
    ];
  }
}

/** A test that is repeated can also be run once. */
function waysToRun({ repeat }: GoldenTest): vscode.Command[] {
  return [
    { title: "Run Test", command: commandIds.runGoldenTest },
    ...(repeat.times > 1 ? [{ title: "Run Once", command: commandIds.runGoldenTestOnce }] : []),
  ];
}

const icons = {
  passed: "$(pass)",
  failed: "$(error)",
  errored: "$(warning)",
  canceled: "$(circle-slash)",
} as const;
