import type { FileSource } from "../../api/contract.ts";

/** `multipart`: beside the request's fields; `upload`: each on its own before, and referenced by its id. */
export type AttachmentMode = "auto" | "multipart" | "upload";

/** From here on, in bytes, a request is too long to be sent whole once more when something about it is refused. */
const worthUploading = 32 * 1024 * 1024;

/** What is known of a file before anything is sent. */
export interface KnownFile {
  file: FileSource;
  /** Uploads of the same content to the same app, the best one first. */
  uploads: readonly { id: string; name: string }[];
}

export interface AttachmentPlan {
  /** Sent beside the request's fields. */
  send: FileSource[];
  /** Referenced by id, in the order of the files; those without one are uploaded first. */
  refer: { file: FileSource; id?: string }[];
}

/** Decides how files travel. An upload is used for one file of a request only: the app gets as many as were chosen. */
export function planAttachments(files: readonly KnownFile[], mode: AttachmentMode): AttachmentPlan {
  const total = files.reduce((sum, { file }) => sum + file.size, 0);
  const uploads =
    mode === "upload" || (mode === "auto" && (total > worthUploading || files.some((each) => each.uploads.length > 0)));
  if (!uploads) return { send: files.map(({ file }) => file), refer: [] };
  const taken = new Set<string>();
  const refer = files.map(({ file, uploads: same }) => {
    const free = same.filter(({ id }) => !taken.has(id));
    const id = (free.find(({ name }) => name === file.name) ?? free[0])?.id;
    if (id === undefined) return { file };
    taken.add(id);
    return { file, id };
  });
  return { send: [], refer };
}
