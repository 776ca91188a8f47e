import { beforeEach, describe, expect, test } from "vitest";
import type { ConnectionChange, ConnectionStore } from "#workbench/core/connections/connectionStore.ts";
import { ExtensionState } from "../../../../support/state/extensionState.ts";
import { secretsOf } from "../../../../support/state/fakeStorage.ts";
import { MemoryDisk } from "../../../../support/state/memoryDisk.ts";
import { connectionsOf, openShared, storageFolder } from "../../../../support/state/windows.ts";

const key = "dynamiq_acc_1";
const baseUrl = "https://one.example.com";

describe("the connections", () => {
  let disk: MemoryDisk;
  let own: ExtensionState;
  let secrets: Map<string, string>;
  let store: ConnectionStore;
  let changes: ConnectionChange[];

  beforeEach(async () => {
    disk = new MemoryDisk();
    own = new ExtensionState();
    secrets = new Map();
    changes = [];
    store = await open();
    store.onDidChange((change) => changes.push(change));
  });

  const open = async (): Promise<ConnectionStore> =>
    connectionsOf(await openShared(disk), own.open(), secretsOf(secrets));
  const files = (): string[] =>
    [...disk.texts(`${storageFolder}/state/connections`)].flatMap(([name, text]) =>
      name.endsWith(".json") ? [text] : [],
    );

  test("are stored with their address, separately from the key", async () => {
    const added = await store.add({ name: "App", baseUrl: "one.example.com/v1/", accessKey: key });
    expect(added).toEqual({ id: added.id, name: "App", baseUrl });
    expect((await open()).list).toEqual([added]);
    expect(await (await open()).readKey(added)).toBe(key);
    expect(files().join()).toContain(baseUrl);
    expect(files().join()).not.toContain(key);
    expect(changes).toEqual([{ client: added.id }]);
  });

  test("have an active one: the last added, the chosen one, and another when it is removed", async () => {
    const [first, second] = [await store.add({ name: "A", baseUrl }), await store.add({ name: "B", baseUrl })];
    expect(store.active).toEqual(second);
    await store.setActive(first.id);
    expect((await open()).active).toEqual(first);
    await store.remove(first.id);
    expect(store.active).toEqual(second);
    await store.remove(second.id);
    expect(store.active).toBeUndefined();
  });

  test("are marked as production, and the mark stays until it is removed", async () => {
    const added = await store.add({ name: "App", baseUrl });
    for (const mode of ["warn", "ask"] as const) {
      await store.mark(added.id, { production: mode });
      expect((await open()).list).toEqual([{ ...added, production: mode }]);
    }
    await store.rename(added.id, "Support Triage");
    await store.move(added.id, "https://two.example.com", undefined);
    expect(store.active?.production).toBe("ask");
    await store.mark(added.id, { production: undefined });
    expect(store.list).toEqual([{ id: added.id, name: "Support Triage", baseUrl: "https://two.example.com" }]);
    expect(changes.slice(1, 3)).toEqual([{}, {}]);
  });

  test("are not saved when a key may not be sent to the address", async () => {
    await expect(store.add({ name: "A", baseUrl: "http://example.com", accessKey: key })).rejects.toThrow("https");
    expect([files().length, secrets.size, changes.length]).toEqual([0, 0, 0]);
  });

  test("return no key that was saved for another origin", async () => {
    const added = await store.add({ name: "A", baseUrl, accessKey: key });
    const elsewhere = { ...added, baseUrl: "https://two.example.com" };
    const error: unknown = await store.readKey(elsewhere).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).toContain(baseUrl);
    expect(String(error)).not.toContain(key);
  });

  test("take a new key, and none for a public app", async () => {
    const added = await store.add({ name: "A", baseUrl, accessKey: key });
    await store.replaceKey(added.id, "dynamiq_acc_2");
    expect(await store.readKey(added)).toBe("dynamiq_acc_2");
    await store.replaceKey(added.id, undefined);
    expect(await store.readKey(added)).toBeUndefined();
    expect(changes.slice(1)).toEqual([{ client: added.id }, { client: added.id }]);
    await expect(store.replaceKey("no such", key)).rejects.toThrow("no longer exists");
  });

  test("lose the old key when they move", async () => {
    const added = await store.add({ name: "A", baseUrl, accessKey: key });
    await store.move(added.id, "https://two.example.com", "dynamiq_acc_2");
    const moved = store.get(added.id);
    expect(moved?.baseUrl).toBe("https://two.example.com");
    expect(await store.readKey(moved ?? added)).toBe("dynamiq_acc_2");
    expect([...secrets.values()].join()).not.toContain(key);
  });
});

describe("the runs of this machine", () => {
  const local = { id: "local", name: "Local Runs", baseUrl: "http://localhost" };
  const open = async (secrets = new Map<string, string>()): Promise<ConnectionStore> =>
    connectionsOf(await openShared(new MemoryDisk()), new ExtensionState().open(), secretsOf(secrets));

  test("are a connection of one window, which needs no key", async () => {
    const disk = new MemoryDisk();
    const inWindow = async (): Promise<ConnectionStore> =>
      connectionsOf(await openShared(disk), new ExtensionState().open(), secretsOf(new Map()));
    const store = await inWindow();
    await store.add({ name: "App", baseUrl });
    store.showLocal(local);
    expect(store.list.map(({ name }) => name)).toEqual(["App", "Local Runs"]);
    expect(await store.readKey(store.get("local")!)).toBeUndefined();
    expect((await inWindow()).list.map(({ name }) => name)).toEqual(["App"]);
  });

  test("leave the list when nothing is kept, and whoever has read them starts anew", async () => {
    const store = await open();
    store.showLocal(local);
    const changes: ConnectionChange[] = [];
    store.onDidChange((change) => changes.push(change));
    store.resetLocal(true);
    expect(store.list).toHaveLength(1);
    store.resetLocal(false);
    expect(store.list).toEqual([]);
    const change = { client: "local", cleared: true };
    expect(changes).toEqual([change, change]);
  });

  test("have a key for each port, which stays and is covered like every other", async () => {
    const secrets = new Map<string, string>();
    const first = await open(secrets);
    const made = await first.localKeys(local);
    expect(made(7001)).not.toBe(made(7000));
    const again = await open(secrets);
    again.showLocal(local, 7000);
    expect(await again.withKeys((keys) => keys)).toContain(made(7000));
    again.showLocal(local);
    expect((await again.localKeys(local))(7000)).toBe(made(7000));
    expect(await again.withKeys((keys) => keys)).toContain(made(7000));
  });

  test("have keys without a keyring, too, as long as the window is open", async () => {
    const noKeyring = { ...secretsOf(new Map()), store: () => Promise.reject(new Error("no keyring")) };
    const store = connectionsOf(await openShared(new MemoryDisk()), new ExtensionState().open(), noKeyring);
    const made = await store.localKeys(local);
    expect((await store.localKeys(local))(7000)).toBe(made(7000));
  });
});
