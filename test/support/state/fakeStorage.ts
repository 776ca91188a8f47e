import type * as vscode from "vscode";
import { Emitter } from "#base/emitter.ts";

/** A Memento over a map; values go through JSON, and `undefined` deletes a key, as in VS Code. */
export function memoryOf(state: Map<string, unknown>): vscode.Memento {
  return {
    keys: () => [...state.keys()],
    get: <T>(key: string, fallback?: T) => (state.has(key) ? (structuredClone(state.get(key)) as T) : fallback),
    update: async (key: string, value: unknown) => {
      if (value === undefined) state.delete(key);
      else state.set(key, JSON.parse(JSON.stringify(value)));
    },
  };
}

export interface Secrets extends vscode.SecretStorage {
  /** Waits until everyone was informed of every change and has handled it. */
  told(): Promise<void>;
}

/** A SecretStorage over a map. As in VS Code, it reports a change later, and also to the window that made it. */
export function secretsOf(secrets: Map<string, string>): Secrets {
  const changed = new Emitter<vscode.SecretStorageChangeEvent>();
  const tell = (key: string): void => void setImmediate(() => changed.fire({ key }));
  return {
    keys: async () => [...secrets.keys()],
    get: async (key) => secrets.get(key),
    store: async (key, value) => {
      secrets.set(key, value);
      tell(key);
    },
    delete: async (key) => {
      secrets.delete(key);
      tell(key);
    },
    onDidChange: changed.event,
    told: async () => {
      for (let turns = 0; turns < 3; turns++) await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
