import { beforeEach, describe, expect, test } from "vitest";
import type { ApiError } from "#api/errors.ts";
import { shortReason } from "#host/errors/shortReason.ts";
import { unsentKeyOf } from "#host/errors/unsentKey.ts";
import { type Machine, thisMachine } from "#host/machine.ts";
import { ClientPool } from "#workbench/core/connections/clientPool.ts";
import type { ConnectionStore } from "#workbench/core/connections/connectionStore.ts";
import { problemView } from "#workbench/panel/vscode/problemView.ts";
import { ExtensionState } from "../../../../support/state/extensionState.ts";
import { secretsOf } from "../../../../support/state/fakeStorage.ts";
import { MemoryDisk } from "../../../../support/state/memoryDisk.ts";
import { connectionsOf, openShared } from "../../../../support/state/windows.ts";

const key = "dynamiq_acc_1";
const laptop: Machine = { id: "local", name: "your local machine" };
const server: Machine = { id: "a1", name: "SSH: build-7" };
const container: Machine = { id: "b2", name: "Dev Container: 0f3c" };

describe("a key for a loopback address", () => {
  let disk: MemoryDisk;
  let secrets: Map<string, string>;
  beforeEach(() => {
    disk = new MemoryDisk();
    secrets = new Map();
  });
  const on = async (machine: Machine): Promise<ConnectionStore> =>
    connectionsOf(await openShared(disk), new ExtensionState().open(), secretsOf(secrets), machine);

  test.each(["http://localhost:8080", "http://127.0.0.1:8080", "http://[::1]:8080"])(
    "%s is returned on the machine where it was saved, and on no other",
    async (baseUrl) => {
      const added = await (await on(server)).add({ name: "App", baseUrl, accessKey: key });
      expect(await (await on(server)).readKey(added)).toBe(key);
      for (const machine of [laptop, container]) {
        await expect((await on(machine)).readKey(added)).rejects.toThrow(
          `was saved on SSH: build-7, where ${new URL(baseUrl).host} is a different server`,
        );
      }
    },
  );

  const local = { name: "App", baseUrl: "http://localhost:8080", accessKey: key };

  test("is used on another machine after it was replaced there, and no longer on the first one", async () => {
    const added = await (await on(laptop)).add(local);
    await (await on(server)).replaceKey(added.id, "dynamiq_acc_2");
    expect(await (await on(server)).readKey(added)).toBe("dynamiq_acc_2");
    await expect((await on(laptop)).readKey(added)).rejects.toThrow("It isn't sent from your local machine.");
  });

  test("that an older version saved without a machine is returned nowhere", async () => {
    const added = await (await on(laptop)).add({ name: "App", baseUrl: "http://localhost:8080", accessKey: key });
    for (const slot of secrets.keys()) secrets.set(slot, JSON.stringify({ origin: added.baseUrl, accessKey: key }));
    for (const machine of [laptop, server])
      await expect((await on(machine)).readKey(added)).rejects.toThrow("was saved on an unknown machine");
  });

  test("of another machine makes no client, and rows and panels say why", async () => {
    const added = await (await on(laptop)).add({ name: "App", baseUrl: "http://localhost:8080", accessKey: key });
    const pool = new ClientPool(await on(server), async () => Promise.reject(new Error("made a client")));
    const error = await pool.get(added.id).then(
      () => undefined,
      (thrown: unknown) => thrown as ApiError,
    );
    expect(error).toMatchObject({ kind: "auth" });
    expect(unsentKeyOf(error)).toBe("otherMachine");
    expect(shortReason(error)).toBe("The access key was saved on another machine");
    const view = problemView(error as ApiError, "App", "r1");
    expect(view.title).toBe("The access key was saved on another machine");
    expect(view.text[0]?.text).toMatch(
      /localhost:8080 was saved on your local machine, .* isn't sent from SSH: build-7\./,
    );
    expect(view.actions.map(({ action }) => action)).toEqual(["replaceKey", "switchConnection"]);
  });
});

test("a key for any other address is used on every machine", async () => {
  const [disk, secrets] = [new MemoryDisk(), new Map<string, string>()];
  const on = async (machine: Machine): Promise<ConnectionStore> =>
    connectionsOf(await openShared(disk), new ExtensionState().open(), secretsOf(secrets), machine);
  const added = await (await on(laptop)).add({ name: "App", baseUrl: "https://one.example.com", accessKey: key });
  expect(await (await on(server)).readKey(added)).toBe(key);
});

test("the person's own machine is one machine, and each kind of remote, distribution and host another", () => {
  const remotes = ["ssh-remote", "wsl", "dev-container", "127.0.0.1:8080"].map((name) => thisMachine(name, {}));
  const distributions = ["Debian", "Ubuntu"].map((name) => thisMachine("wsl", { WSL_DISTRO_NAME: name }));
  expect(thisMachine(undefined)).toEqual(laptop);
  expect(new Set([...remotes, ...distributions].map(({ id }) => id)).size).toBe(6);
  expect(thisMachine("ssh-remote", {})).toEqual(remotes[0]);
  // Where VS Code runs in a browser, the remote's name is the address that was typed.
  expect(thisMachine("build-7:8080", {})).toEqual(remotes[3]);
  expect(distributions.map(({ name }) => name)).toEqual(["WSL: Debian", "WSL: Ubuntu"]);
});
