import type { FileSource } from "#api/contract.ts";
import { openFolders } from "#host/runFilePaths.ts";
import { ReadGate } from "#runFiles/consent/readGate.ts";
import { openWithConsent } from "#runFiles/consent/readWithConsent.ts";
import type { App } from "#workbench/app.ts";
import type { ConsentRequest } from "./readConsent.ts";

interface FilesToOpen extends Omit<ConsentRequest, "gates"> {
  /** What consent is remembered for. */
  source: string;
  /** Absolute. */
  paths: readonly string[];
  /**
   * Whether the person selected exactly these files. A file outside the workspace is their choice then, and only a link
   * that leads there is asked about.
   */
  areSelected: boolean;
}

/**
 * Opens files that aren't named by a run file, after a question about those outside the workspace folders.
 *
 * @returns `undefined` when the person declined
 * @throws ApiError when a file can't be opened
 */
export async function openFiles(
  { consent }: Pick<App, "consent">,
  { source, paths, areSelected, ...question }: FilesToOpen,
): Promise<FileSource[] | undefined> {
  const gate = new ReadGate({ source, folders: openFolders() });
  const look = () => (areSelected ? gate.lookAtSelected(paths) : gate.lookAtPaths(paths));
  return openWithConsent(paths, gate, look, () => consent.ask({ ...question, gates: [gate] }));
}
