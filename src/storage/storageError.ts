import { codeOf, messageOf } from "#base/thrown.ts";

const reasonOfCode: Readonly<Record<string, string>> = {
  ENOSPC: "The disk is full. Free some space and try again.",
  EDQUOT: "The disk quota is used up. Free some space and try again.",
  EROFS: "The disk is read-only. Make it writable and try again.",
  EACCES: "Access was denied. Check the permissions of the folder and try again.",
  EPERM: "Access was denied. Check the permissions of the folder and try again.",
  EMFILE: "Too many files are open. Close some windows and try again.",
};

/** Reading or writing the extension's storage folder failed. */
export class StorageError extends Error {
  override readonly name = "StorageError";
}

/** @param what the stored things in the plural: "connections" @param folder absolute */
export function writeFailure(what: string, folder: string, cause: unknown): StorageError {
  return new StorageError(`The change to your ${what} wasn't saved to ${folder}. ${writeReason(cause)}`, { cause });
}

/** Why nothing was written or read, and the next step. */
export function writeReason(cause: unknown): string {
  if (cause instanceof StorageError) return cause.message;
  return reasonOfCode[codeOf(cause) ?? ""] ?? `${reasonOf(cause)}. Check the folder and try again.`;
}

/** @param what the stored things in the plural @param folder absolute */
export function syncFailure(what: string, folder: string, cause: unknown): StorageError {
  return new StorageError(
    `The change to your ${what} was saved to ${folder}, but the system didn't confirm that it reached the disk (${reasonOf(cause)}). A power failure could undo it. Check the disk.`,
    { cause },
  );
}

/** @param what the stored things in the plural @param folder absolute. What is in it is left as it is */
export function folderFailure(what: string, folder: string, cause: unknown): StorageError {
  return new StorageError(`The folder with your ${what} can't be read: ${folder}. ${writeReason(cause)}`, { cause });
}

/** @param path absolute */
export function readFailure(what: string, path: string, cause?: unknown): StorageError {
  const why =
    cause === undefined
      ? "isn't valid, or another version of the extension wrote it"
      : `can't be read (${reasonOf(cause)})`;
  return new StorageError(
    `A file with your ${what} ${why}: ${path}. The extension ignores it. Restore it from a backup, or delete it.`,
    { cause },
  );
}

function reasonOf(cause: unknown): string {
  return messageOf(cause).replace(/\.$/, "");
}
