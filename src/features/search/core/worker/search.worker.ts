import { dirname } from "node:path";
import { parentPort } from "node:worker_threads";
import { codeOf, messageOf } from "#base/thrown.ts";
import { NewerIndexError, requireFullText } from "#features/search/core/engine/openDatabase.ts";
import { RunDatabase } from "#features/search/core/engine/runDatabase.ts";
import { engineCodeOf, loadSqlite, type Sqlite } from "#storage/loadSqlite.ts";
import type { FromWorker, ToWorker } from "./messages.ts";

/** The thread of the index: its databases block it, and nothing else. */
function begin(port: NonNullable<typeof parentPort>): void {
  const send = (message: FromWorker): void => port.postMessage(message);
  let sqlite: Sqlite;
  try {
    sqlite = loadSqlite();
    requireFullText(sqlite);
  } catch (error) {
    send({ kind: "missing", reason: messageOf(error) });
    port.close();
    return;
  }
  const databases = new Map<string, RunDatabase>();
  port.on("message", (message: ToWorker) => {
    if (message.kind === "close") {
      for (const database of databases.values()) database.close();
      port.close();
      return;
    }
    const { id, file, name, values } = message;
    try {
      let database = databases.get(file);
      if (!database) databases.set(file, (database = new RunDatabase(sqlite, file)));
      const isOfFile = name === "size" || name === "fix" || name === "clear" || name === "remove";
      const value = isOfFile ? database[name]() : database.act(name, ...(values as never));
      send({ kind: "result", id, value });
      if (name === "remove") databases.delete(file);
    } catch (error) {
      send({ kind: "failure", id, message: indexProblem(error, file) });
    }
  });
}

if (parentPort) begin(parentPort);

const fileInPlace = "A file has the name of this folder or of a folder above it. Move the file.";

/** What a person can do about a failure, by the codes of the engine and of the system. */
const reasons: Readonly<Record<string | number, string>> = {
  5: "Another window is using it. Try again in a moment.",
  8: "The folder is read-only. Make it writable.",
  10: "The disk can't be read or written. Check the disk.",
  13: "The disk is full. Free some space.",
  14: "Its file can't be opened. Check the permissions of the folder.",
  EACCES: "Access was denied. Check the permissions of the folder.",
  EEXIST: fileInPlace,
  ENOSPC: "The disk is full. Free some space.",
  ENOTDIR: fileInPlace,
  EPERM: "Access was denied. Check the permissions of the folder.",
  EROFS: "The folder is read-only. Make it writable.",
};

/** A failure of an index as one or two sentences for a person. @param file absolute: the index's */
function indexProblem(error: unknown, file: string): string {
  if (error instanceof NewerIndexError) return error.message;
  const reason = reasons[engineCodeOf(error) ?? codeOf(error) ?? ""];
  return reason === undefined ? messageOf(error) : `The local index in ${dirname(file)} can't be used. ${reason}`;
}
