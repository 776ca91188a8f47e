import { setTimeout as delay } from "node:timers/promises";
import type { DynamiqRunsApiV1 } from "#features/publicApi/vscode/publicApi.ts";
import { patience } from "../../support/patience.ts";

/** Looks again and again until the check throws no more. */
export async function eventually(check: () => void | Promise<void>): Promise<void> {
  for (let waited = 0; ; waited += 50) {
    try {
      await check();
      return;
    } catch (error) {
      if (waited > patience) throw error;
      await delay(50);
    }
  }
}

/**
 * Waits for something to be reached, asking only when the extension tells that runs have changed: what it does not
 * follow by itself is never reached here.
 */
export function untilChanged(api: DynamiqRunsApiV1, isReached: () => Promise<boolean>): Promise<void> {
  return new Promise((resolve, reject) => {
    const subscription = api.onDidChangeRuns(() => {
      isReached().then((reached) => {
        if (!reached) return;
        subscription.dispose();
        resolve();
      }, reject);
    });
  });
}
