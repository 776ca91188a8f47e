import type * as vscode from "vscode";
import * as z from "zod";
import { isLoopback } from "#api/baseUrl.ts";
import type { Disposable } from "#base/disposable.ts";
import { ifReadable, readJson } from "#base/stored.ts";
import { type Machine, thisMachine } from "#host/machine.ts";
import { KeyringError, OtherMachineError } from "./keyErrors.ts";

const storedKeySchema = z.object({
  /** The only origin that the key may be sent to. */
  origin: z.string(),
  accessKey: z.string(),
  /** The only machine from which the key may be sent, for an origin that is another server on each machine. */
  machine: ifReadable(z.object({ id: z.string(), name: z.string() })),
});

type StoredKey = z.infer<typeof storedKeySchema>;

const slotPrefix = "dynamiqRuns.key.";

/** Where a key is kept: permanently, or only in this window's memory. */
export type KeyStorage = "keyring" | "session";

/** Access keys in SecretStorage, each bound to its origin, and a loopback key also to its machine. */
export class KeyVault implements Disposable {
  readonly #secrets: vscode.SecretStorage;
  readonly #onChanged: (connectionId: string) => void;
  readonly #machine: Machine;
  readonly #subscription: Disposable;
  /** The keys that this window has read or saved last: VS Code reports a change also in the window that made it. */
  readonly #known = new Map<string, string | undefined>();
  /** Keys that the keyring did not accept. They are lost when the window closes. */
  readonly #session = new Map<string, string>();

  /** @param onChanged called with a connection whose key another window has changed, if this window has used it */
  constructor(
    secrets: vscode.SecretStorage,
    onChanged: (connectionId: string) => void,
    machine: Machine = thisMachine(undefined),
  ) {
    this.#secrets = secrets;
    this.#machine = machine;
    this.#onChanged = onChanged;
    this.#subscription = secrets.onDidChange(({ key }) => void this.#compare(key));
  }

  /** @throws KeyringError when the keyring doesn't accept it: an earlier key is still there */
  async save(connectionId: string, origin: string, accessKey: string, storage: KeyStorage = "keyring"): Promise<void> {
    const key = slot(connectionId);
    const bound = isLoopback(new URL(origin).hostname) ? { machine: this.#machine } : {};
    const text = JSON.stringify({ origin, accessKey, ...bound } satisfies StoredKey);
    if (storage === "session") {
      this.#session.set(key, text);
      return;
    }
    const before = this.#known.get(key);
    this.#known.set(key, text);
    try {
      await this.#secrets.store(key, text);
    } catch (error) {
      this.#known.set(key, before);
      throw new KeyringError("save", error, accessKey);
    }
    this.#session.delete(key);
  }

  /**
   * The key for this origin, `undefined` for a public app. @throws when it is of another; OtherMachineError;
   * KeyringError
   */
  async read(connectionId: string, origin: string): Promise<string | undefined> {
    const text = this.#session.get(slot(connectionId)) ?? (await this.#get(slot(connectionId)));
    if (text === undefined) return undefined;
    const stored = readStored(text);
    if (stored.origin !== origin) {
      throw new Error(`The saved access key belongs to ${stored.origin}, so it isn't sent to ${origin}.`);
    }
    if (isLoopback(new URL(origin).hostname) && stored.machine?.id !== this.#machine.id) {
      throw new OtherMachineError(new URL(origin).host, stored.machine, this.#machine);
    }
    return stored.accessKey;
  }

  /** Gives keys to a function that only recognizes them. Keys that can't be read are left out. */
  async withKeys<T>(connectionIds: readonly string[], use: (keys: readonly string[]) => T): Promise<T> {
    const keys = await Promise.all(
      connectionIds.map(async (id) => {
        try {
          const text = this.#session.get(slot(id)) ?? (await this.#get(slot(id)));
          return text === undefined ? [] : [readStored(text).accessKey];
        } catch (error) {
          if (error instanceof KeyringError) return [];
          throw error;
        }
      }),
    );
    return use(keys.flat());
  }

  /** @throws KeyringError when it can't be deleted */
  async forget(connectionId: string): Promise<void> {
    this.#session.delete(slot(connectionId));
    this.#known.set(slot(connectionId), undefined);
    try {
      await this.#secrets.delete(slot(connectionId));
    } catch (error) {
      throw new KeyringError("delete", error);
    }
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  async #get(key: string): Promise<string | undefined> {
    try {
      const text = await this.#secrets.get(key);
      this.#known.set(key, text);
      return text;
    } catch (error) {
      throw new KeyringError("read", error);
    }
  }

  async #compare(key: string): Promise<void> {
    if (!this.#known.has(key) || this.#session.has(key)) return;
    // An unreadable keyring reports no change. The error appears when the key is needed.
    const text = await this.#secrets.get(key).then(
      (value) => ({ value }),
      () => undefined,
    );
    if (!text || text.value === this.#known.get(key)) return;
    this.#known.set(key, text.value);
    this.#onChanged(key.slice(slotPrefix.length));
  }
}

/** @throws KeyringError for a value that another program wrote, or that a keyring cut. Never contains the value */
function readStored(text: string): StoredKey {
  const stored = readJson(storedKeySchema, text);
  if (stored) return stored;
  throw new KeyringError("read", new Error("the stored key is damaged"));
}

function slot(connectionId: string): string {
  return `${slotPrefix}${connectionId}`;
}

/**
 * Saves the key of an app that ends with the window: if the keyring doesn't accept it, it is kept for this window and the
 * person needn't be asked.
 */
export async function saveAnyhow<T>(save: (storage: KeyStorage) => Promise<T>): Promise<T> {
  try {
    return await save("keyring");
  } catch (error) {
    if (error instanceof KeyringError) return await save("session");
    throw error;
  }
}
