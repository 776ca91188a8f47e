import { basename } from "node:path";
import type * as vscode from "vscode";
import { linksTo } from "../../runFiles/vscode/runFileLinks.ts";
import { parseGoldenFile } from "../core/file/goldenFile.ts";
import { parsedRequests } from "../core/file/goldenTypes.ts";

/** Opens the attachments and the golden runs that a golden file names. */
export const goldenFileLinks: vscode.DocumentLinkProvider = {
  provideDocumentLinks(document) {
    const { tests } = parseGoldenFile(document.getText(), basename(document.uri.path));
    const goldenRuns = tests.flatMap(({ turns }) => turns.flatMap(({ goldenRun }) => goldenRun?.file ?? []));
    return linksTo(document, [
      ...tests.flatMap(parsedRequests).flatMap(({ files }) => files),
      ...goldenRuns.map((file) => ({ ...file, path: file.text })),
    ]);
  },
};
