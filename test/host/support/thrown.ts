import assert from "node:assert/strict";

interface Thrown {
  message: string;
  kind?: string;
  status?: number;
  code?: string;
  connectionId?: string;
}

/** What a promise rejects with. */
export async function thrownBy(promise: Promise<unknown>): Promise<Thrown> {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  assert.ok(outcome, "nothing was thrown");
  assert.ok(outcome.error instanceof Error, `no error was thrown but ${String(outcome.error)}`);
  return outcome.error;
}
