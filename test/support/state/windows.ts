import { loadSharedState, type SharedState, sharedStateIn } from "../../../src/app/sharedState.ts";
import { ConnectionStore } from "../../../src/connections/connectionStore.ts";
import type { Machine } from "../../../src/host/machine.ts";
import { secretsOf } from "../../unit/connections/fakeStorage.ts";
import { ExtensionState } from "./extensionState.ts";
import { MemoryDisk } from "./memoryDisk.ts";

/** The extension's global storage folder on a {@link MemoryDisk}. */
export const storageFolder = "/storage";

const fail = (error: unknown): void => {
  throw error;
};

/**
 * What a window shares with the others that are opened on the same disk. @param legacy what VS Code's global state
 * holds
 */
export async function openShared(
  disk = new MemoryDisk(),
  legacy = new ExtensionState(),
  onError = fail,
): Promise<SharedState> {
  const shared = sharedStateIn(storageFolder, onError, disk.process());
  await loadSharedState(shared, legacy.open(), onError);
  return shared;
}

/** The connections of a window of its own, on what it shares with others. */
export function connectionsOf(
  shared: SharedState,
  window = new ExtensionState().open(),
  secrets = secretsOf(new Map()),
  machine?: Machine,
): ConnectionStore {
  return new ConnectionStore({ ...shared, window, secrets, ...(machine ? { machine } : {}) });
}
