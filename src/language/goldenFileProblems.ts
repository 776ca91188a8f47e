import { basename } from "node:path";
import type * as vscode from "vscode";
import { runFilePath } from "../host/runFilePlace.ts";
import type { RunFileProblem } from "../runFiles/errors.ts";
import { parseGoldenFile } from "../runFiles/golden/goldenFile.ts";
import type { CheckedFile, CheckedFiles } from "./fileProblems.ts";
import { isGoldenFile } from "./goldenFileSelector.ts";
import { attachmentsOf, missingAttachments } from "./runFileProblems.ts";

/** Why the tests of an open golden file can't run. */
export const goldenFileProblems: CheckedFiles = { includes: isGoldenFile, check };

function check(document: vscode.TextDocument): CheckedFile {
  const path = runFilePath(document.uri);
  const { problems, tests } = parseGoldenFile(document.getText(), basename(document.uri.path));
  const requests = tests.map(({ request }) => request.parsed);
  const find = async (): Promise<RunFileProblem[]> => {
    const missing = await Promise.all(requests.map((parsed) => missingAttachments(parsed, path)));
    return [...problems, ...missing.flat()];
  };
  return { attachments: requests.flatMap((parsed) => attachmentsOf(parsed, path)), problems: find() };
}
