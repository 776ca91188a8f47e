import type { Core } from "#workbench/core/core.ts";
import type { ConnectionServices } from "./connections/vscode/services.ts";
import type { ExplorerServices } from "./explorer/vscode/services.ts";
import type { InputRequestServices } from "./inputRequests/vscode/services.ts";
import type { PanelServices } from "./panel/vscode/services.ts";
import type { RunFileServices } from "./runFiles/vscode/services.ts";

/** What every command can count on: the core, and the features that can't be taken out. */
export type App = Core & ConnectionServices & InputRequestServices & PanelServices & ExplorerServices & RunFileServices;
