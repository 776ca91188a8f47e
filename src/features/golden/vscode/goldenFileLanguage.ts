import { basename } from "node:path";
import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "#base/disposable.ts";
import { goldenHover, isInRequest } from "#features/golden/core/file/goldenEditing.ts";
import { parseGoldenFile } from "#features/golden/core/file/goldenFile.ts";
import { parsedRequests } from "#features/golden/core/file/goldenTypes.ts";
import { runFilePath } from "#host/runFilePaths.ts";
import type { RunFileProblem } from "#runFiles/runFileError.ts";
import type { ConnectionStore } from "#workbench/core/connections/connectionStore.ts";
import { type CheckedFile, type CheckedFiles, FileProblems } from "#workbench/runFiles/vscode/fileProblems.ts";
import { completionTriggers, RunFileCompletion } from "#workbench/runFiles/vscode/runFileCompletion.ts";
import { linksTo } from "#workbench/runFiles/vscode/runFileLinks.ts";
import { attachmentsOf, missingAttachments } from "#workbench/runFiles/vscode/runFileProblems.ts";
import { goldenFileSelector, isGoldenFile } from "./goldenFileSelector.ts";

/** The features of the editor for golden files, in addition to their JSON schema. */
export function showInGoldenFiles(connections: ConnectionStore): Disposable {
  const owned = new DisposableStore();
  const { languages } = vscode;
  const completion = inRequests(new RunFileCompletion(connections));
  owned.add(languages.registerCompletionItemProvider(goldenFileSelector, completion, ...completionTriggers));
  owned.add(languages.registerHoverProvider(goldenFileSelector, goldenFileHover));
  owned.add(languages.registerDocumentLinkProvider(goldenFileSelector, goldenFileLinks));
  owned.add(new FileProblems(goldenFileProblems, connections));
  return owned;
}

/** What the completion of run files offers in a request, without `${prompt:…}`: a test asks nobody. */
function inRequests(ofRunFiles: vscode.CompletionItemProvider): vscode.CompletionItemProvider {
  return {
    async provideCompletionItems(...[document, position, ...rest]) {
      if (!isInRequest(document.getText(), document.offsetAt(position))) return [];
      const found = await ofRunFiles.provideCompletionItems(document, position, ...rest);
      const items = Array.isArray(found) ? found : (found?.items ?? []);
      return items.filter(({ filterText }) => filterText !== "${prompt:}");
    },
  };
}

/** Says what a check means. */
const goldenFileHover: vscode.HoverProvider = {
  provideHover(document, position) {
    const found = goldenHover(document.getText(), document.offsetAt(position));
    if (!found) return undefined;
    const { offset, length } = found.range;
    const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
    const shown = new vscode.MarkdownString();
    // Word by word: VS Code makes spaces of a text that don't break, and a long line would leave the window.
    for (const word of found.text.split(" ")) shown.appendText(word).appendMarkdown(" ");
    return new vscode.Hover(shown, range);
  },
};

/** Why the tests of an open golden file can't run. */
const goldenFileProblems: CheckedFiles = { includes: isGoldenFile, check };

function check(document: vscode.TextDocument): CheckedFile {
  const path = runFilePath(document.uri);
  const { problems, tests } = parseGoldenFile(document.getText(), basename(document.uri.path));
  const requests = tests.flatMap(parsedRequests);
  const find = async (): Promise<RunFileProblem[]> => {
    const missing = await Promise.all(requests.map((parsed) => missingAttachments(parsed, path)));
    return [...problems, ...missing.flat()];
  };
  return { attachments: requests.flatMap((parsed) => attachmentsOf(parsed, path)), problems: find() };
}

/** Opens the attachments and the golden runs that a golden file names. */
const goldenFileLinks: vscode.DocumentLinkProvider = {
  provideDocumentLinks(document) {
    const { tests } = parseGoldenFile(document.getText(), basename(document.uri.path));
    const goldenRuns = tests.flatMap(({ turns }) => turns.flatMap(({ goldenRun }) => goldenRun?.file ?? []));
    return linksTo(document, [
      ...tests.flatMap(parsedRequests).flatMap(({ files }) => files),
      ...goldenRuns.map((file) => ({ ...file, path: file.text })),
    ]);
  },
};
