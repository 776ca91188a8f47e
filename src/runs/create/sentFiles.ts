import { isApiError } from "#api/errors.ts";
import { fileFromPath } from "#api/upload/fileSource.ts";
import { shortId } from "#model/shortId.ts";
import type { SentFile, SentWith } from "./startedRuns.ts";

/** What became of a file: it is as it was sent, changed, deleted, never on this disk, or the app had it before. */
export type AttachmentState = "same" | "changed" | "gone" | "elsewhere" | "upload";

export interface Attachment {
  name: string;
  /** In bytes; absent for an upload that isn't remembered. */
  size?: number;
  /** Absolute, for one that is on disk as it was sent. */
  path?: string;
  state: AttachmentState;
}

/** The files of a run, in the order of its request. @param upload what is remembered of a file by its id */
export async function attachmentsOf(
  { attached, fileIds }: Pick<SentWith, "attached" | "fileIds">,
  upload: (id: string) => { name: string; size: number } | undefined,
): Promise<Attachment[]> {
  const uploads = fileIds.map((id): Attachment => {
    const { name = `File ${shortId(id)}`, size } = upload(id) ?? {};
    return { name, size, state: "upload" };
  });
  return [...(await Promise.all(attached.map(attachmentOf))), ...uploads];
}

async function attachmentOf({ name, size, path, version }: SentFile): Promise<Attachment> {
  if (path === undefined) return { name, size, state: "elsewhere" };
  try {
    const now = await fileFromPath(path);
    return now.version === version ? { name, size, path, state: "same" } : { name, size, state: "changed" };
  } catch (error) {
    if (!isApiError(error)) throw error;
    return { name, size, state: "gone" };
  }
}
