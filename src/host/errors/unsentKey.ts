import { ApiError, isApiError } from "#api/errors.ts";

/** Why no key was sent, in words for a row or a page. */
export const unsentKeys = {
  noKey: "This app needs an access key",
  otherMachine: "The access key was saved on another machine",
  keyNotStored: "The access key isn't stored here",
  keyUnreadable: "The access key can't be read",
} as const;

export type UnsentKey = keyof typeof unsentKeys;

/** Without an HTTP status a code is ours, since no app has answered. */
const codes: Readonly<Record<Exclude<UnsentKey, "noKey">, string>> = {
  otherMachine: "other_machine",
  keyNotStored: "key_not_stored",
  keyUnreadable: "key_unreadable",
};

/** Nothing was sent, because a connection's key can't be sent. */
export class UnsentKeyError extends ApiError {
  constructor(reason: keyof typeof codes, connectionId: string, message: string, cause: unknown) {
    super({ kind: "auth", code: codes[reason], message, connectionId, cause });
  }
}

/** Why no key was sent; `undefined` for every other error. Checks fields, because each bundle has its own classes. */
export function unsentKeyOf(error: unknown): UnsentKey | undefined {
  if (!isApiError(error) || error.kind !== "auth") return undefined;
  if (error.status !== undefined) return error.keyless ? "noKey" : undefined;
  return (Object.keys(codes) as (keyof typeof codes)[]).find((reason) => codes[reason] === error.code);
}
