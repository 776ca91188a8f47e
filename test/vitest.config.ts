import { resolve } from "node:path";
import { defineConfig } from "vitest/config";
import { SlowestFirst } from "./harness/slowestFirst.ts";
import { times } from "./support/cases.ts";

const seconds = 1_000;

/** Vitest alone would leave one of two cores free. */
const workers = { maxWorkers: 2 };

/**
 * The files that a worker runs share its modules. Loading them anew for each file took most of the time of unit tests.
 */
const sharing = { isolate: false, setupFiles: ["test/harness/leaveNoTrace.ts"] };

export default defineConfig({
  root: resolve(import.meta.dirname, ".."),
  test: {
    sequence: { sequencer: SlowestFirst },
    projects: [
      project("unit", 60 * seconds, { ...workers, ...sharing, globalSetup: "test/harness/lowPriority.ts" }),
      // They wait for sockets most of the time. The longest takes 20 s, and four times as long on a busy machine.
      project("integration", 120 * seconds, { ...sharing, maxWorkers: 3 }),
      project("fuzz", 600 * seconds, { ...sharing, globalSetup: "test/harness/lowPriority.ts" }),
      project("webview", 60 * seconds, { ...workers, ...sharing }),
      // Each test opens a VS Code, which mostly waits: two at a time get on well with two cores.
      // Only CI tries a test a second time, in a fresh window, and names it at the end.
      project("e2e", 180 * seconds, {
        ...workers,
        ...sharing,
        retry: process.env["DYNAMIQ_RUNS_SECOND_TRY"] === "1" ? 1 : 0,
        globalSetup: "test/harness/sharedServers.ts",
        setupFiles: [...sharing.setupFiles, "test/harness/offerServer.ts"],
      }),
    ],
  },
});

interface Options {
  maxWorkers?: number;
  retry?: number;
  globalSetup?: string;
  isolate?: boolean;
  setupFiles?: string[];
}

function project(name: string, timeout: number, options: Options = {}) {
  return {
    test: {
      ...options,
      name,
      include: [`test/${name}/**/*.test.ts`],
      expect: { poll: { timeout: Math.min(timeout, 60 * seconds) } },
      testTimeout: timeout * times,
      hookTimeout: timeout,
    },
  };
}
