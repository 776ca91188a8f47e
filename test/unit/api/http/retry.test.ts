import { describe, expect, test } from "vitest";
import { ApiError } from "#api/errors.ts";
import { retrying } from "#api/http/retry.ts";
import type { ApiErrorKind } from "#model/errorKinds.ts";
import { fakeClock } from "../../../support/fakeClock.ts";

const { signal } = new AbortController();

interface Work {
  calls: number;
  run: () => Promise<string>;
}

function failing(times: number, kind: ApiErrorKind, retryAfter?: number): Work {
  const state = {
    calls: 0,
    run: async () => {
      state.calls++;
      if (state.calls <= times) throw new ApiError({ kind, message: `failure ${state.calls}`, retryAfter });
      return "done";
    },
  };
  return state;
}

describe("retrying", () => {
  test.each<ApiErrorKind>(["network", "timeout", "rate-limited", "server"])("repeats after %s", async (kind) => {
    const clock = fakeClock();
    const work = failing(3, kind);
    expect(await retrying(work.run, clock, signal)).toBe("done");
    expect(work.calls).toBe(4);
    expect(clock.slept).toEqual([150, 300, 600]);
  });

  test.each<ApiErrorKind>(["auth", "forbidden", "not-found", "invalid", "too-large", "tls", "protocol", "aborted"])(
    "does not repeat after %s",
    async (kind) => {
      const work = failing(1, kind);
      await expect(retrying(work.run, fakeClock(), signal)).rejects.toMatchObject({ kind });
      expect(work.calls).toBe(1);
    },
  );

  test("waits as long as the server asks", async () => {
    const clock = fakeClock();
    await retrying(failing(2, "rate-limited", 9_000).run, clock, signal);
    expect(clock.slept).toEqual([9_000, 9_000]);
  });

  test("says before each wait why, and for how long", async () => {
    const said: unknown[] = [];
    const onRetry = (error: ApiError, wait: number): unknown => said.push([error.message, wait]);
    await retrying(failing(2, "rate-limited", 9_000).run, fakeClock(), signal, onRetry);
    expect(said).toEqual([
      ["failure 1", 9_000],
      ["failure 2", 9_000],
    ]);
  });

  test("stops waiting when it is aborted", async () => {
    const controller = new AbortController();
    const work = failing(9, "server");
    const result = retrying(work.run, fakeClock(), controller.signal);
    controller.abort();
    await expect(result).rejects.toMatchObject({ kind: "aborted" });
    expect(work.calls).toBe(1);
  });
});
