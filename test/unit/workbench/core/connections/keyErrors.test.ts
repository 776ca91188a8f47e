import { inspect } from "node:util";
import { beforeEach, describe, expect, test } from "vitest";
import type { ConnectionStore } from "#workbench/core/connections/connectionStore.ts";
import { KeyringError } from "#workbench/core/connections/keyErrors.ts";
import { ExtensionState } from "../../../../support/state/extensionState.ts";
import { secretsOf } from "../../../../support/state/fakeStorage.ts";
import { MemoryDisk } from "../../../../support/state/memoryDisk.ts";
import { connectionsOf, openShared, storageFolder } from "../../../../support/state/windows.ts";

const accessKey = `dynamiq_acc_${"Kr7".repeat(21)}q`;
const app = { name: "Support Triage", baseUrl: "https://app.example.com", accessKey };
const locked = () => Promise.reject(new Error(`The keyring is locked (${accessKey})`));

let disk: MemoryDisk;
let kept: Map<string, string>;

beforeEach(() => {
  disk = new MemoryDisk();
  kept = new Map();
});

/** A window whose keyring fails at what is named. */
async function open(...broken: ("get" | "store" | "delete")[]): Promise<ConnectionStore> {
  const secrets = { ...secretsOf(kept), ...Object.fromEntries(broken.map((name) => [name, locked])) };
  return connectionsOf(await openShared(disk), new ExtensionState().open(), secrets);
}

function stored(): string[] {
  return [...disk.texts(`${storageFolder}/state/connections`)].flatMap(([name, text]) =>
    name.endsWith(".json") ? [text] : [],
  );
}

async function errorOf(call: Promise<unknown>): Promise<KeyringError> {
  const error: unknown = await call.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (error instanceof KeyringError) return error;
  throw new Error(`Not a KeyringError: ${String(error)}`);
}

describe("a keyring that doesn't accept a key", () => {
  test("is reported without the key, and nothing is saved", async () => {
    const connections = await open("store");
    const error = await errorOf(connections.add(app));
    expect(error.message).toBe("VS Code's secret storage didn't save the access key: The keyring is locked (•••).");
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(accessKey);
    expect(connections.list).toEqual([]);
    expect(stored()).toEqual([]);
  });

  test("allows the session: the key is in memory only, for its origin only, and gone with the window", async () => {
    const connections = await open("get", "store");
    const connection = await connections.add({ ...app, keyStorage: "session" });
    expect(await connections.readKey(connection)).toBe(accessKey);
    await expect(connections.readKey({ ...connection, baseUrl: "https://other.example.com" })).rejects.toThrow(
      "belongs to",
    );
    expect(stored().join()).not.toContain(accessKey);
    expect([...kept]).toEqual([]);
    await expect((await open()).readKey(connection)).rejects.toThrow("isn't in VS Code's secret storage here");
  });

  test("keeps the existing key when another one is to replace it", async () => {
    const connection = await (await open()).add(app);
    const connections = await open("store");
    await errorOf(connections.replaceKey(connection.id, "dynamiq_acc_new"));
    expect(await connections.readKey(connection)).toBe(accessKey);
    await connections.replaceKey(connection.id, "dynamiq_acc_new", "session");
    expect(await connections.readKey(connection)).toBe("dynamiq_acc_new");
  });
});

test("a keyring that can't be read is reported", async () => {
  const connection = await (await open()).add(app);
  expect((await errorOf((await open("get")).readKey(connection))).message).toContain(
    "VS Code's secret storage failed: The keyring is locked",
  );
});

test("a keyring that can't be read is reported for a damaged secret, without its text", async () => {
  const connections = await open();
  const connection = await connections.add(app);
  for (const [slot, text] of kept) kept.set(slot, text.slice(0, -3));
  const error = await errorOf(connections.readKey(connection));
  expect(error.message).toContain("damaged");
  expect(error.message).not.toContain("dynamiq_acc_");
});

test("a key that can't be deleted does not prevent removing its connection", async () => {
  const connection = await (await open()).add(app);
  const connections = await open("delete");
  expect((await errorOf(connections.remove(connection.id))).message).toContain("couldn't be deleted");
  expect(connections.list).toEqual([]);
});
