import { beforeEach, describe, expect, test } from "vitest";
import type { ConnectionChange, ConnectionStore } from "#workbench/core/connections/connectionStore.ts";
import { ExtensionState } from "../../../../support/state/extensionState.ts";
import { type Secrets, secretsOf } from "../../../../support/state/fakeStorage.ts";
import { MemoryDisk } from "../../../../support/state/memoryDisk.ts";
import type { SharedState } from "../../../../support/state/sharedState.ts";
import { connectionsOf, openShared } from "../../../../support/state/windows.ts";

const baseUrl = "https://one.example.com";

/** Two windows on the same disk, and with the same secrets. */
describe("a change in another window", () => {
  let disk: MemoryDisk;
  let secrets: Secrets;
  let shared: SharedState;
  let here: ConnectionStore;
  let there: ConnectionStore;
  let changes: ConnectionChange[];

  const newWindow = async (): Promise<ConnectionStore> =>
    connectionsOf(await openShared(disk), new ExtensionState().open(), secrets);

  beforeEach(async () => {
    disk = new MemoryDisk();
    secrets = secretsOf(new Map());
    shared = await openShared(disk);
    here = connectionsOf(shared, new ExtensionState().open(), secrets);
    await here.add({ name: "A", baseUrl, accessKey: "dynamiq_acc_1" });
    there = await newWindow();
    changes = [];
    here.onDidChange((change) => changes.push(change));
  });

  const first = () => here.list[0]!;
  const look = (): Promise<void> => shared.folder.refresh();

  test("of ten connections that two windows add in pairs, ten exist, in both and in the next one", async () => {
    for (let pair = 1; pair <= 5; pair++) {
      await Promise.all([here.add({ name: `Here ${pair}`, baseUrl }), there.add({ name: `There ${pair}`, baseUrl })]);
    }
    await look();
    const names = [1, 2, 3, 4, 5].flatMap((pair) => [`Here ${pair}`, `There ${pair}`]);
    expect(new Set(here.list.map(({ name }) => name))).toEqual(new Set(["A", ...names]));
    expect(new Set((await newWindow()).list.map(({ name }) => name))).toEqual(new Set(["A", ...names]));
  });

  test("of the same connection is kept beside this window's change", async () => {
    const { id } = first();
    await Promise.all([here.rename(id, "B"), there.mark(id, { production: "ask" }), there.mark(id, { watched: true })]);
    expect((await newWindow()).list).toEqual([{ id, name: "B", baseUrl, production: "ask", watched: true }]);
  });

  test("does not bring back a removed connection", async () => {
    const { id } = first();
    await there.remove(id);
    await expect(here.rename(id, "B")).rejects.toThrow("no longer exists");
    expect([here.list, (await newWindow()).list, here.wasRemoved(id)]).toEqual([[], [], true]);
  });

  test("is unseen until this window reads again, and is reported once", async () => {
    await there.add({ name: "B", baseUrl });
    await there.rename(first().id, "C");
    expect(here.list.map(({ name }) => name)).toEqual(["A"]);
    await look();
    expect(here.list.map(({ name }) => name)).toEqual(["C", "B"]);
    await look();
    expect(changes).toEqual([{}]);
  });

  test("never switches this window to another app; a new window begins with the last choice of any", async () => {
    const added = await there.add({ name: "B", baseUrl });
    await look();
    expect([here.active?.name, there.active?.name]).toEqual(["A", "B"]);
    expect((await newWindow()).active).toEqual(added);
  });

  test("switches to another connection when the address has changed or the connection is gone", async () => {
    const { id } = first();
    const spare = await there.add({ name: "Public", baseUrl });
    await look();
    changes.length = 0;
    await there.move(spare.id, "https://two.example.com", undefined);
    await look();
    await there.remove(spare.id);
    await look();
    expect(changes).toEqual([{ client: spare.id }, { client: spare.id }]);
    expect(here.active?.id).toBe(id);
  });

  test("replaces only what uses a key that has changed", async () => {
    const { id } = first();
    await there.replaceKey(id, "dynamiq_acc_2");
    await secrets.told();
    expect(changes).toEqual([{ client: id }]);
    expect(await here.readKey(first())).toBe("dynamiq_acc_2");
    await here.replaceKey(id, "dynamiq_acc_3");
    await secrets.told();
    expect(changes).toEqual([{ client: id }, { client: id }]);
  });
});
