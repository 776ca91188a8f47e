import { beforeEach, describe, expect, test } from "vitest";
import type { ApiError } from "#api/errors.ts";
import { explainToolError } from "#features/agents/core/callTool.ts";
import { lineOutcome } from "#features/batches/core/lineOutcome.ts";
import { explainError } from "#host/errors/explainError.ts";
import { shortReason } from "#host/errors/shortReason.ts";
import { SampleAppHost } from "#workbench/connections/vscode/sampleAppHost.ts";
import { ClientPool } from "#workbench/core/connections/clientPool.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import type { ConnectionChange, ConnectionStore } from "#workbench/core/connections/connectionStore.ts";
import { problemView } from "#workbench/panel/vscode/problemView.ts";
import { fakeApi } from "../../../../support/fakeApi.ts";
import { ExtensionState } from "../../../../support/state/extensionState.ts";
import { secretsOf } from "../../../../support/state/fakeStorage.ts";
import { MemoryDisk } from "../../../../support/state/memoryDisk.ts";
import type { SharedState } from "../../../../support/state/sharedState.ts";
import { connectionsOf, openShared } from "../../../../support/state/windows.ts";

const key = "dynamiq_acc_1";
const baseUrl = "https://one.example.com";
/** As in a browser, where each window keeps secrets of its own: files are shared, keys are not. */
describe("a connection whose key this window's secret storage doesn't have", () => {
  let disk: MemoryDisk;
  let shared: SharedState;
  let here: ConnectionStore;
  let there: ConnectionStore;
  let added: Connection;
  /** The keys of the clients that were made here. */
  let keys: (string | undefined)[];

  beforeEach(async () => {
    disk = new MemoryDisk();
    shared = await openShared(disk);
    here = connectionsOf(shared, new ExtensionState().open(), secretsOf(new Map()));
    there = connectionsOf(await openShared(disk), new ExtensionState().open(), secretsOf(new Map()));
    added = await there.add({ name: "Triage", baseUrl, accessKey: key });
    await shared.folder.refresh();
    keys = [];
  });

  const poolHere = (): ClientPool =>
    new ClientPool(here, async (_, accessKey) => {
      keys.push(accessKey);
      return fakeApi({});
    });
  const errorHere = async (): Promise<ApiError> =>
    poolHere()
      .get(added.id)
      .then(
        () => Promise.reject(new Error("made a client")),
        (thrown: unknown) => thrown as ApiError,
      );

  test("makes no client, so that no request is sent without the key", async () => {
    expect(await errorHere()).toMatchObject({ kind: "auth", status: undefined, code: "key_not_stored" });
    expect(keys).toEqual([]);
  });

  test("says everywhere that the key isn't stored, and nowhere that it was rejected", async () => {
    const error = await errorHere();
    const sentence = explainError(error).message;
    expect(sentence).toMatch(/^The access key of Triage isn't in VS Code's secret storage here, so nothing was sent\./);
    const title = "The access key isn't stored here";
    expect(shortReason(error)).toBe(title);
    expect(problemView(error, "Triage", "r1")).toMatchObject({ kind: "auth", title, text: [{ text: sentence }] });
    expect(explainToolError(error)).toMatchObject({
      message: expect.stringContaining("can't be used here, so nothing was sent.") as string,
      data: [sentence],
    });
    expect(lineOutcome(error)).toMatchObject({ concernsAll: true, state: { kind: "failed", reason: sentence } });
  });

  test("works again once the key is replaced in this window", async () => {
    await errorHere();
    await here.replaceKey(added.id, "dynamiq_acc_2");
    await poolHere().get(added.id);
    expect(keys).toEqual(["dynamiq_acc_2"]);
  });

  test("needs no key any more once another window has made it public, and its client is made anew", async () => {
    const changes: ConnectionChange[] = [];
    here.onDidChange((change) => changes.push(change));
    await there.replaceKey(added.id, undefined);
    await shared.folder.refresh();
    expect(changes).toEqual([{ client: added.id }]);
    await poolHere().get(added.id);
    expect(keys).toEqual([undefined]);
  });
});

test("no client is given to who means another address than the connection has now", async () => {
  const connections = connectionsOf(await openShared(), new ExtensionState().open(), secretsOf(new Map()));
  const { id } = await connections.add({ name: "Triage", baseUrl });
  const pool = new ClientPool(connections, async () => fakeApi({ close: async () => undefined }));
  await pool.get(id, baseUrl);
  await connections.move(id, "https://two.example.com", undefined);
  await expect(pool.get(id, baseUrl)).rejects.toThrow("The address of Triage has changed.");
});

test("the sample app's connection gets its key back when the app is started, also at the same address", async () => {
  const app = { url: "http://127.0.0.1:4000", accessKey: key, close: async () => undefined };
  const disk = new MemoryDisk();
  const windowOf = async (): Promise<ConnectionStore> =>
    connectionsOf(await openShared(disk), new ExtensionState().open(), secretsOf(new Map()));
  const start = async (connections: ConnectionStore): Promise<Connection> =>
    new SampleAppHost(connections, async () => app).start();
  await start(await windowOf());
  const here = await windowOf();
  expect(await here.readKey(await start(here))).toBe(key);
});

describe("a connection that was saved without saying whether it has a key", () => {
  const stored = { connection: { id: "c1", name: "Old", baseUrl }, order: 1 };

  test("is used with the key that is stored, or else without one", async () => {
    const disk = new MemoryDisk();
    const shared = await openShared(disk);
    await shared.connections.put("c1", stored);
    const text = JSON.stringify({ origin: baseUrl, accessKey: key });
    const withKey = connectionsOf(shared, undefined, secretsOf(new Map([["dynamiqRuns.key.c1", text]])));
    const without = connectionsOf(shared, undefined, secretsOf(new Map()));
    expect(await withKey.readKey(withKey.get("c1")!)).toBe(key);
    expect(await without.readKey(without.get("c1")!)).toBeUndefined();
    expect(await Promise.all([withKey, without].map((each) => each.needsKey(each.get("c1")!)))).toEqual([true, false]);
  });
});
