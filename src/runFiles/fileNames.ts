/**
 * What files are called, once for the editor, the commands, the tools and the command line. The `when` clauses of
 * package.json have the same expressions, and a test compares them: a menu has to work before the extension is loaded.
 */

/** `resourceExtname` of a file that can be a run file. */
export const jsonExtension = /^\.jsonc?$/i;
/** `resourceExtname` of a batch. */
export const jsonLinesExtension = /^\.(jsonl|ndjson)$/i;
/** `resourceFilename` of a run file. A file of another name is one when a person runs it. */
export const runFileName = /\.run\.jsonc?$/i;
/** `resourceFilename` of an export, as it is saved. */
export const exportName = /^(run-[0-9a-f]{8}|runs-\d{4}-\d\d-\d\d).*\.json$/i;
/** `editorLangId` of an unsaved file that can be a run file. */
export const jsonLanguage = /^jsonc?$/;

/** The pattern for VS Code's document selectors. */
export const runFilePattern = "**/*.run.{json,jsonc}";
/** The ending that new run files get: they may hold comments. */
export const newRunFileEnding = ".run.jsonc";

export const goldenEnding = ".golden.json";
/** The pattern by which golden files are found. */
export const goldenFilePattern = `**/*${goldenEnding}`;
/** What others have written isn't a test of this workspace. */
export const notSearched = "**/node_modules/**";

/** @param path with slashes, or a name */
export function isRunFileName(path: string): boolean {
  return runFileName.test(path);
}

/** Whether a file can be a run file, by its name. */
export function isJsonName(path: string): boolean {
  return jsonExtension.test(extensionOf(path));
}

export function isJsonLinesName(path: string): boolean {
  return jsonLinesExtension.test(extensionOf(path));
}

function extensionOf(path: string): string {
  return /\.[^./\\]*$/.exec(path)?.[0] ?? "";
}
