import { afterAll, vi } from "vitest";

// Files share a process and its modules. A clock, global or variable that a file replaced must not reach the next one.
afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});
