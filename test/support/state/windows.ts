import type { Machine } from "#host/machine.ts";
import { ConnectionStore } from "#workbench/core/connections/connectionStore.ts";
import { ExtensionState } from "./extensionState.ts";
import { secretsOf } from "./fakeStorage.ts";
import { MemoryDisk } from "./memoryDisk.ts";
import { type SharedState, sharedStateIn } from "./sharedState.ts";

/** The extension's global storage folder on a {@link MemoryDisk}. */
export const storageFolder = "/storage";

/** What a window shares with the others that are opened on the same disk. */
export async function openShared(disk = new MemoryDisk()): Promise<SharedState> {
  const shared = sharedStateIn(storageFolder, disk.process());
  await shared.folder.load();
  return shared;
}

/** The connections of a window of its own, on what it shares with others. */
export function connectionsOf(
  shared: SharedState,
  window = new ExtensionState().open(),
  secrets = secretsOf(new Map()),
  machine?: Machine,
): ConnectionStore {
  return new ConnectionStore({ ...shared, window, secrets, machine });
}
