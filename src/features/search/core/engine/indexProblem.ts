import { dirname } from "node:path";
import { codeOf } from "../../../../storage/fileSystem.ts";
import { engineCodeOf, NewerIndexError } from "./openDatabase.ts";

/** What a person can do about a failure, by the codes of the engine and of the system. */
const reasons: Readonly<Record<string | number, string>> = {
  5: "Another window is using it. Try again in a moment.",
  8: "The folder is read-only. Make it writable.",
  10: "The disk can't be read or written. Check the disk.",
  13: "The disk is full. Free some space.",
  14: "Its file can't be opened. Check the permissions of the folder.",
  EACCES: "Access was denied. Check the permissions of the folder.",
  EEXIST: "Its folder can't be created. Check the permissions of the folder.",
  ENOSPC: "The disk is full. Free some space.",
  ENOTDIR: "Its folder can't be created. Check the permissions of the folder.",
  EPERM: "Access was denied. Check the permissions of the folder.",
  EROFS: "The folder is read-only. Make it writable.",
};

/** A failure of an index as one or two sentences for a person. @param file absolute: the index's */
export function indexProblem(error: unknown, file: string): string {
  if (error instanceof NewerIndexError) return error.message;
  const message = error instanceof Error ? error.message : String(error);
  const reason = reasons[engineCodeOf(error) ?? codeOf(error) ?? ""];
  return reason === undefined ? message : `The local index in ${dirname(file)} can't be used. ${reason}`;
}
