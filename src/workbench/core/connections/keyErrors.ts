import { messageOf } from "#base/thrown.ts";
import type { Machine } from "#host/machine.ts";

const failures = {
  save: "VS Code's secret storage didn't save the access key",
  read: "VS Code's secret storage failed",
  delete: "The access key couldn't be deleted from VS Code's secret storage",
} as const;

/** The system's keyring, where VS Code keeps secrets, is locked, missing or broken. */
export class KeyringError extends Error {
  override readonly name = "KeyringError";

  /** @param secret a text that the keyring's own message must not contain */
  constructor(act: keyof typeof failures, cause: unknown, secret?: string) {
    const reason = messageOf(cause);
    super(`${failures[act]}: ${(secret ? reason.replaceAll(secret, "•••") : reason).replace(/\.$/, "")}.`);
  }
}

/** `localhost` is another server on each machine, so a key that was saved on one of them isn't sent from another. */
export class OtherMachineError extends Error {
  override readonly name = "OtherMachineError";

  /** @param savedOn `undefined` for a key of a version that didn't record it */
  constructor(host: string, savedOn: Machine | undefined, here: Machine) {
    const whose = savedOn
      ? `was saved on ${savedOn.name}, where ${host} is a different server`
      : "was saved on an unknown machine";
    super(
      `The access key for ${host} ${whose}. It isn't sent from ${here.name}. To use this connection here, replace its access key.`,
    );
  }
}

/** A connection was saved with a key, and VS Code has none: in a browser it may lose one of two that windows save. */
export class KeyNotStoredError extends Error {
  override readonly name = "KeyNotStoredError";

  constructor(connectionName: string) {
    super(
      `The access key of ${connectionName} isn't in VS Code's secret storage here, so nothing was sent. To use this connection, replace its access key.`,
    );
  }
}
