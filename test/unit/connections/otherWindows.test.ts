import { beforeEach, describe, expect, test } from "vitest";
import { type ConnectionChange, ConnectionStore } from "../../../src/connections/connectionStore.ts";
import { memoryOf, type Secrets, secretsOf } from "./fakeStorage.ts";

const baseUrl = "https://one.example.com";

/** Two windows over the same state and secrets: VS Code brings what either writes to both. */
describe("what another window changes", () => {
  let secrets: Secrets;
  let here: ConnectionStore;
  let there: ConnectionStore;
  let changes: ConnectionChange[];
  let newWindow: () => ConnectionStore;

  beforeEach(async () => {
    const state = new Map<string, unknown>();
    secrets = secretsOf(new Map());
    const open = (): ConnectionStore => new ConnectionStore(memoryOf(state), memoryOf(new Map()), secrets);
    [here, there] = [open(), open()];
    newWindow = open;
    await here.add({ name: "A", baseUrl, accessKey: "dynamiq_acc_1" });
    there.reread();
    changes = [];
    here.onDidChange((change) => changes.push(change));
  });

  const first = () => here.list[0]!;

  test("stays unseen until this window looks again, and tells once", async () => {
    await there.add({ name: "B", baseUrl });
    await there.rename(first().id, "C");
    expect(here.list.map(({ name }) => name)).toEqual(["A"]);
    here.reread();
    expect(here.list.map(({ name }) => name)).toEqual(["C", "B"]);
    here.reread();
    expect(changes).toEqual([{}]);
  });

  test("never turns this one to another app; a new window begins where somebody was last", async () => {
    const added = await there.add({ name: "B", baseUrl });
    here.reread();
    expect([here.active?.name, there.active?.name]).toEqual(["A", "B"]);
    expect(newWindow().active).toEqual(added);
  });

  test("is not undone by what this one changes", async () => {
    await there.add({ name: "B", baseUrl });
    await here.setProduction(first().id, "ask");
    expect(here.list.map(({ name, production }) => [name, production])).toEqual([["A", "ask"], ["B", undefined]]);
    expect(here.active?.name).toBe("A");
  });

  test("leads a connection elsewhere when its address has changed or it is gone", async () => {
    const { id } = first();
    const spare = await there.add({ name: "Public", baseUrl });
    here.reread();
    changes.length = 0;
    await there.move(spare.id, "https://two.example.com", undefined);
    here.reread();
    await there.remove(spare.id);
    here.reread();
    expect(changes).toEqual([{ client: spare.id }, { client: spare.id }]);
    expect(here.active?.id).toBe(id);
  });

  test("renews what uses a key that is another one now, and nothing else", async () => {
    const { id } = first();
    await there.replaceKey(id, "dynamiq_acc_2");
    await secrets.told();
    expect(changes).toEqual([{ client: id }]);
    expect(await here.readKey(first())).toBe("dynamiq_acc_2");
    await here.replaceKey(id, "dynamiq_acc_3");
    await secrets.told();
    expect(changes).toEqual([{ client: id }, { client: id }]);
  });

  test("tells nothing of a key that this window never used", async () => {
    const added = await there.add({ name: "B", baseUrl, accessKey: "dynamiq_acc_2" });
    await there.replaceKey(added.id, "dynamiq_acc_3");
    await secrets.told();
    expect(changes).toEqual([]);
  });
});
