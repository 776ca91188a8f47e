import { closeSync, existsSync, fsyncSync, openSync, writeSync } from "node:fs";
import { basename, join } from "node:path";
import * as vscode from "vscode";

/** An operation, before it and when the extension has confirmed it. */
export interface Done {
  kind: "begun" | "done";
  op: "add" | "save" | "rename" | "delete";
  id?: string;
  name: string;
}

/** What a window writes down: before an operation, and when the extension has confirmed it. */
export type WindowLine = Done | { kind: "failed"; text: string } | { kind: "stopped" };

/**
 * An extension that changes what all windows share, by commands, as fast as they are confirmed, until its process is
 * killed or a file *stop* is beside the journals. Its own is named by the workspace folder and the process.
 */
export function activate(): void {
  const folder = process.env["DYNAMIQ_RUNS_JOURNALS"];
  if (!folder) throw new Error("DYNAMIQ_RUNS_JOURNALS must name the folder of the journals.");
  const window = basename(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? "");
  const file = openSync(join(folder, `${window}-${process.pid}.jsonl`), "a");
  const write = (line: WindowLine): void => {
    writeSync(file, `${JSON.stringify(line)}\n`);
    // What is confirmed must be known after a kill.
    fsyncSync(file);
  };
  changeOnAndOn(window, write, () => existsSync(join(folder, "stop")))
    .then(
      () => write({ kind: "stopped" }),
      (error: unknown) => write({ kind: "failed", text: String(error) }),
    )
    .finally(() => closeSync(file));
}

async function changeOnAndOn(window: string, write: (line: WindowLine) => void, isOver: () => boolean): Promise<void> {
  const call = (command: string, ...args: unknown[]): Thenable<unknown> =>
    vscode.commands.executeCommand(`dynamiqRuns.${command}`, ...args);
  const views: string[] = [];
  let connection = "";
  /** As the storage knows it. */
  const keyOf = (view: string): string => JSON.stringify([connection, view]);
  const add = async (name: string): Promise<void> => {
    write({ kind: "begun", op: "add", name });
    const id = String(await call("addConnection", { name, baseUrl: "http://127.0.0.1:9" }));
    write({ kind: "done", op: "add", id, name });
    connection = id;
    // The filter belongs to the connection that is active now.
    await call("filter", { userId: name });
    views.length = 0;
  };
  for (let step = 0; !isOver(); step++) {
    const name = `${window} ${process.pid} ${step}`;
    const id = views[Math.floor(Math.random() * views.length)];
    const dice = Math.random();
    if (step === 0 || dice < 0.1) await add(name);
    else if (id === undefined || dice < 0.6) {
      write({ kind: "begun", op: "save", name });
      const view = (await call("saveView", name)) as { id: string };
      views.push(view.id);
      write({ kind: "done", op: "save", id: keyOf(view.id), name });
    } else if (dice < 0.85) {
      write({ kind: "begun", op: "rename", id: keyOf(id), name });
      await call("renameView", id, name);
      write({ kind: "done", op: "rename", id: keyOf(id), name });
    } else {
      write({ kind: "begun", op: "delete", id: keyOf(id), name });
      await call("deleteView", id);
      views.splice(views.indexOf(id), 1);
      write({ kind: "done", op: "delete", id: keyOf(id), name });
    }
  }
}
