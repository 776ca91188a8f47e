import type { FileSource } from "#api/contract.ts";

/** In bytes. A larger request would take too long to send again after a refusal. */
export const maxBytesWithRequest = 32 * 1024 * 1024;

/** The facts about a file before anything is sent. */
export interface KnownFile {
  file: FileSource;
  /** Uploads of the same content to the same app, the best one first. */
  uploads: readonly { id: string; name: string }[];
}

export interface AttachmentPlan {
  send: FileSource[];
  /** The files to reference by id, in order. Those without an id are uploaded first. */
  refer: { file: FileSource; id?: string }[];
}

/**
 * Decides how to send files. An upload stands for one file of a request only, so that the app gets as many as were
 * chosen.
 *
 * @param maxBytes in bytes: larger files are uploaded first, and so are files of which one was uploaded before
 */
export function planAttachments(files: readonly KnownFile[], maxBytes = maxBytesWithRequest): AttachmentPlan {
  const total = files.reduce((sum, { file }) => sum + file.size, 0);
  const uploads = total > maxBytes || files.some((each) => each.uploads.length > 0);
  if (!uploads) return { send: files.map(({ file }) => file), refer: [] };
  const takenNames = new Set<string>();
  const refer = files.map(({ file, uploads: same }) => {
    const free = same.filter(({ id }) => !takenNames.has(id));
    const id = (free.find(({ name }) => name === file.name) ?? free[0])?.id;
    if (id === undefined) return { file };
    takenNames.add(id);
    return { file, id };
  });
  return { send: [], refer };
}
