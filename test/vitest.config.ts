import { resolve } from "node:path";
import { defineConfig } from "vitest/config";
import { SlowestFirst } from "./harness/slowestFirst.ts";

const seconds = 1_000;

export default defineConfig({
  root: resolve(import.meta.dirname, ".."),
  test: {
    sequence: { sequencer: SlowestFirst },
    projects: [
      project("unit", 20 * seconds),
      // Vitest would leave one of two cores free; an outage of a minute is to pass beside the other files.
      project("integration", 30 * seconds, { maxWorkers: 2 }),
      project("fuzz", 180 * seconds, { globalSetup: "test/harness/lowPriority.ts" }),
      project("webview", 60 * seconds, { maxWorkers: 2 }),
      // Each test opens a VS Code, which mostly waits: two at a time get on well with two cores.
      // What a busy machine does to a real window gets further tries in a fresh one; the report marks it with `(retry x1)`.
      project("e2e", 180 * seconds, { maxWorkers: 2, retry: 2 }),
    ],
  },
});

function project(name: string, timeout: number, options: { maxWorkers?: number; retry?: number; globalSetup?: string } = {}) {
  return {
    test: {
      ...options,
      name,
      include: [`test/${name}/**/*.test.ts`],
      expect: { poll: { timeout: Math.min(timeout, 20 * seconds) } },
      testTimeout: timeout,
      hookTimeout: timeout,
    },
  };
}
