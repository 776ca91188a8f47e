const failures = {
  save: "VS Code's secret storage didn't save the access key",
  read: "VS Code's secret storage can't be read",
  delete: "The access key couldn't be deleted from VS Code's secret storage",
} as const;

/** The system's keyring, where VS Code keeps secrets, is locked, missing or broken. */
export class KeyringError extends Error {
  override readonly name = "KeyringError";

  /** @param secret a text that the keyring's own message must not contain */
  constructor(act: keyof typeof failures, cause: unknown, secret?: string) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`${failures[act]}: ${(secret ? reason.replaceAll(secret, "•••") : reason).replace(/\.$/, "")}.`);
  }
}
