import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import { composerServices } from "#features/conversations/vscode/sendTurn.ts";
import type { ConsentRequest } from "#workbench/runFiles/vscode/readConsent.ts";
import { Folder } from "../../../support/folder.ts";

const ref = { connectionId: "app", sessionId: "s", userId: "lena" };

describe("files that are dropped on a message", () => {
  /** The paths that the person was asked about. */
  let asked: string[];

  const drop = (...addresses: string[]) => {
    asked = [];
    const ask = async ({ gates }: ConsentRequest): Promise<boolean> => {
      asked = gates.flatMap(({ found }) => found.flatMap(({ reads }) => reads.map(({ name }) => name)));
      return asked.length === 0;
    };
    const connections = { get: () => ({ id: "app", baseUrl: "https://app.example" }) };
    return composerServices({ connections, consent: { ask } } as never).filesAt(ref, addresses);
  };

  it("are asked about outside the workspace folder: a web page may have set their addresses", async () => {
    const key = join(await Folder.makeOutside(), "id_rsa");
    await writeFile(key, "PRIVATE");
    assert.deepEqual(await drop(vscode.Uri.file(key).toString()), []);
    assert.deepEqual(asked, [key]);
    const own = await (await Folder.make()).write("note.txt", "hello");
    const files = await drop(own.toString());
    assert.deepEqual([files.map(({ name }) => name), asked], [["note.txt"], []]);
  });

  it("are refused when their address names a machine, which Windows would sign in to", async () => {
    await assert.rejects(drop("file://elsewhere/share/note.txt"), /Only files on this machine/);
    assert.deepEqual(asked, []);
  });
});
