/**
 * The public API: what other extensions can call. `vscode/publicApi.ts` documents version 1, which doesn't change;
 * `vscode/publicCalls.ts` is what its calls do.
 */

import type { App } from "#workbench/app.ts";
import type { Feature } from "#workbench/core/feature.ts";
import type { PublicCalls } from "./vscode/publicApi.ts";
import { publicCalls } from "./vscode/publicCalls.ts";

export const publicApi: Feature<App, { publicCalls: PublicCalls }> = {
  id: "publicApi",
  build: (app) => ({ publicCalls: publicCalls(app) }),
};
