import type { FileSource } from "#api/contract.ts";

/** What a person agrees to when they start a run: an app, and a version of each file. Anything else is asked again. */
export type Agreement = string;

/** The agreement to send these files to an app now. */
export function agreementOf(app: { baseUrl: string } | undefined, files: readonly FileSource[]): Agreement {
  // A version names the file behind links. A file in memory has none, and never changes.
  return JSON.stringify([app?.baseUrl, files.map(({ name, path, version }) => [name, path, version])]);
}
