import { afterAll, vi } from "vitest";
import { reportUnexpectedErrors } from "#base/unexpectedError.ts";

// Files share a process and its modules. A clock, global, variable or reporter that a file replaced must not reach the
// next one.
afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  reportUnexpectedErrors();
});
