import { parentPort } from "node:worker_threads";
import { indexProblem } from "../engine/indexProblem.ts";
import { loadSqlite, type Sqlite } from "../engine/loadSqlite.ts";
import { RunDatabase } from "../engine/runDatabase.ts";
import type { FromWorker, ToWorker } from "./messages.ts";

/** The thread of the index: its databases block it, and nothing else. */
function begin(port: NonNullable<typeof parentPort>): void {
  const send = (message: FromWorker): void => port.postMessage(message);
  let sqlite: Sqlite;
  try {
    sqlite = loadSqlite();
  } catch (error) {
    send({ kind: "begun", missing: messageOf(error) });
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
      const isOfFile = name === "size" || name === "clear" || name === "remove";
      const value = isOfFile ? database[name]() : database.act(name, ...(values as never));
      send({ kind: "result", id, value });
      if (name === "remove") databases.delete(file);
    } catch (error) {
      send({ kind: "failure", id, message: indexProblem(error, file) });
    }
  });
  send({ kind: "begun" });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

if (parentPort) begin(parentPort);
