import { resolve } from "node:path";
import { defineConfig } from "vitest/config";
import { SlowestFirst } from "./harness/slowestFirst.ts";
import { times } from "./support/cases.ts";
import { patience } from "./support/patience.ts";

/** Vitest alone would leave one of two cores free. */
const workers = { maxWorkers: 2 };

/**
 * The files that a worker runs share its modules. Loading them anew for each file took most of the time of unit tests.
 */
const sharing = { isolate: false, setupFiles: ["test/harness/leaveNoTrace.ts"] };
const sameCases = { setupFiles: [...sharing.setupFiles, "test/harness/sameCases.ts"] };

export default defineConfig({
  root: resolve(import.meta.dirname, ".."),
  test: {
    sequence: { sequencer: SlowestFirst },
    projects: [
      project("unit", { ...workers, ...sharing, ...sameCases, globalSetup: "test/harness/lowPriority.ts" }),
      // They wait for sockets most of the time.
      project("integration", { ...sharing, maxWorkers: 3 }),
      project("fuzz", { ...sharing, ...sameCases, globalSetup: "test/harness/lowPriority.ts" }),
      project("webview", { ...workers, ...sharing }),
      // Each test opens a VS Code, which mostly waits: two at a time get on well with two cores.
      project("e2e", {
        ...workers,
        ...sharing,
        globalSetup: "test/harness/sharedServers.ts",
        setupFiles: [...sharing.setupFiles, "test/harness/offerServer.ts"],
      }),
    ],
  },
});

interface Options {
  maxWorkers?: number;
  globalSetup?: string;
  isolate?: boolean;
  setupFiles?: string[];
}

function project(name: string, options: Options) {
  return {
    test: {
      ...options,
      name,
      include: [`test/${name}/**/*.test.ts`],
      expect: { poll: { timeout: patience } },
      // What waits in a test ends first, and says what it waited for. The longest tests take a minute and a half on a
      // machine that has nothing else to do.
      testTimeout: 15 * patience * times,
      hookTimeout: 5 * patience,
    },
  };
}
