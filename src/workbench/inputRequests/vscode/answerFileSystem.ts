import * as vscode from "vscode";
import { answerScheme } from "#host/ids.ts";
import type { AnswerFiles } from "./answerFiles.ts";

/**
 * Registers the file system for answers. No class, because the entry bundle would define it while VS Code activates the
 * extension.
 */
export function registerAnswerFiles(load: () => Promise<AnswerFiles>): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  let loaded: Promise<AnswerFiles> | undefined;
  const files = (): Promise<AnswerFiles> =>
    (loaded ??= load().then((made) => {
      made.onDidChange((changes) => changed.fire(changes));
      return made;
    }));
  const refuse = (uri: vscode.Uri): never => {
    throw vscode.FileSystemError.NoPermissions(uri);
  };
  const provider: vscode.FileSystemProvider = {
    onDidChangeFile: changed.event,
    watch: () => ({ dispose: () => undefined }),
    stat: async (uri) => (await files()).stat(uri),
    readFile: async (uri) => (await files()).read(uri),
    writeFile: async (uri, content) => (await files()).write(uri, content),
    readDirectory: () => [],
    createDirectory: refuse,
    delete: refuse,
    rename: refuse,
  };
  return vscode.workspace.registerFileSystemProvider(answerScheme, provider, { isCaseSensitive: true });
}
