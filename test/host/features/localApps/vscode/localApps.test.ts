import assert from "node:assert/strict";
import { chmod, readdir } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import * as vscode from "vscode";
import { RunsClient } from "#api/client.ts";
import { LocalApps } from "#features/localApps/vscode/localApps.ts";
import type { WorkspaceTarget } from "#features/localApps/vscode/workspaceTarget.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import type { ConnectionStore } from "#workbench/core/connections/connectionStore.ts";
import { ExtensionState } from "../../../../support/state/extensionState.ts";
import { secretsOf } from "../../../../support/state/fakeStorage.ts";
import { MemoryDisk } from "../../../../support/state/memoryDisk.ts";
import { connectionsOf, openShared } from "../../../../support/state/windows.ts";
import { answerDialogs, type Dialogs } from "../../../support/dialogs.ts";
import { eventually } from "../../../support/eventually.ts";
import { Folder } from "../../../support/folder.ts";

/** A window with its own state, on what all windows share. */
interface Window {
  apps: LocalApps;
  connections: ConnectionStore;
}

describe("Local apps", () => {
  const section = vscode.workspace.getConfiguration("dynamiqRuns");
  let dialogs: Dialogs;
  let folder: Folder;
  let target: WorkspaceTarget;
  let openWindow: (state?: ExtensionState) => Promise<Window>;
  const opened: LocalApps[] = [];

  beforeEach(async () => {
    folder = await Folder.make();
    // It stands for Python: a worker that tells each start, and never loads anything.
    const python = await folder.write("python", `#!/bin/sh\necho started >> "${folder.path}/starts"\nexec cat\n`);
    await chmod(python.fsPath, 0o755);
    await section.update("python", python.fsPath, vscode.ConfigurationTarget.Global);
    const file = await folder.write("support.py", "");
    const place = { uri: vscode.Uri.file(folder.path), name: "app", index: 0 };
    target = { folder: place, name: "support.py:workflow", file, line: 0 };
    const [disk, secrets, storage] = [new MemoryDisk(), new Map<string, string>(), join(folder.path, "storage")];
    openWindow = async (state = new ExtensionState()) => {
      const window = state.open();
      const connections = connectionsOf(await openShared(disk), window, secretsOf(secrets));
      const apps = new LocalApps({ connections, window, storage, workerFile: join(folder.path, "worker.py") });
      opened.push(apps);
      return { apps, connections };
    };
    dialogs = answerDialogs();
    dialogs.choice = "Serve";
  });

  afterEach(async () => {
    dialogs.restore();
    for (const apps of opened.splice(0)) apps.dispose();
    await section.update("python", undefined, vscode.ConfigurationTarget.Global);
  });

  const starts = async (): Promise<number> => {
    const text = await vscode.workspace.fs.readFile(vscode.Uri.file(join(folder.path, "starts"))).then(
      (bytes) => new TextDecoder().decode(bytes),
      () => "",
    );
    return text.split("\n").length - 1;
  };
  const served = async ({ apps }: Window): Promise<Connection> => {
    const connection = await apps.serve(target);
    assert.ok(connection, "nothing was served");
    return connection;
  };
  const runsOf = async ({ connections }: Window, id: string): Promise<number> => {
    const connection = connections.get(id);
    assert.ok(connection);
    const accessKey = await connections.readKey(connection);
    const client = new RunsClient({ baseUrl: connection.baseUrl, accessKey, userAgent: "test" });
    try {
      return (await client.listRuns({})).data.length;
    } finally {
      await client.close();
    }
  };

  it("asks once for a target and an interpreter, and starts nothing without a yes", async () => {
    const window = await openWindow();
    dialogs.choice = undefined;
    assert.equal(await window.apps.serve(target), undefined);
    assert.deepEqual([window.apps.all, await starts()], [[], 0]);
    dialogs.choice = "Serve";
    const { name, served: mark } = await served(window);
    assert.deepEqual([name, mark], ["support.py", { folder: folder.path, target: "support.py:workflow" }]);
    await window.apps.stop({ folder: folder.path, target: target.name });
    await served(window);
    assert.equal(dialogs.shown.length, 2);
    assert.ok(dialogs.shown[0]?.detail.includes(join(folder.path, "python")), "the interpreter isn't named");
    const other = await folder.write("python3", "#!/bin/sh\nexec cat\n");
    await chmod(other.fsPath, 0o755);
    await section.update("python", other.fsPath, vscode.ConfigurationTarget.Global);
    await served(window);
    assert.equal(dialogs.shown.length, 3);
  });

  it("starts one server for two quick clicks", async () => {
    const window = await openWindow();
    const [first, second] = await Promise.all([served(window), served(window)]);
    assert.equal(first.id, second.id);
    assert.equal(window.connections.list.length, 1);
    await eventually(async () => assert.equal(await starts(), 1));
  });

  it("uses the server of another window, and starts anew when that window is gone", async () => {
    const first = await openWindow();
    const { id, baseUrl } = await served(first);
    const second = await openWindow();
    assert.deepEqual([(await served(second)).id, (await served(second)).baseUrl], [id, baseUrl]);
    await eventually(async () => assert.equal(await starts(), 1));
    await assert.rejects(second.apps.stop({ folder: folder.path, target: target.name }), /Another window serves/);
    first.apps.dispose();
    await eventually(() => assert.deepEqual(second.apps.all, []));
    assert.equal((await served(second)).id, id);
    await eventually(async () => assert.equal(await starts(), 2));
  });

  it("reads runs after a reload without running code, only of what was agreed to", async () => {
    const state = new ExtensionState();
    const before = await openWindow(state);
    const { id } = await served(before);
    await eventually(async () => assert.equal(await starts(), 1));
    await before.apps.stop({ folder: folder.path, target: target.name });
    const stranger = await openWindow();
    await stranger.apps.resume([target.folder]);
    assert.deepEqual(stranger.apps.all, []);
    const after = await openWindow(state);
    await after.apps.resume([target.folder]);
    assert.equal(after.apps.ofConnection(id)?.app.state.state, "unloaded");
    assert.equal(await runsOf(after, id), 0);
    assert.equal(await starts(), 1);
    await served(after);
    await eventually(async () => assert.equal(await starts(), 2));
  });

  it("moves its connection when the port is taken", async () => {
    const state = new ExtensionState();
    const before = await openWindow(state);
    const { id, baseUrl } = await served(before);
    await before.apps.stop({ folder: folder.path, target: target.name });
    const taken = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => void taken.listen(Number(new URL(baseUrl).port), "127.0.0.1", resolve));
    try {
      const moved = await served(before);
      assert.equal(moved.id, id);
      assert.notEqual(moved.baseUrl, baseUrl);
      assert.equal(await runsOf(before, id), 0);
    } finally {
      taken.close();
    }
  });

  it("deletes the runs with their connection, and ends its processes", async () => {
    const window = await openWindow();
    const { id } = await served(window);
    const folders = (): Promise<string[]> => readdir(join(folder.path, "storage", "localApps")).catch(() => []);
    await eventually(async () => assert.equal((await folders()).length, 1));
    await window.connections.remove(id);
    await eventually(async () => assert.deepEqual([window.apps.all, await folders()], [[], []]));
  });
});
