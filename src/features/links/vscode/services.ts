import type { Uri } from "vscode";
import type { TerminalRunLink } from "./terminalRunLinks.ts";

/** What it offers to its commands and to the features below it. */
export interface LinkServices {
  /** Opens what a link leads to, and shows why it can't. */
  openLink: (uri: Pick<Uri, "path" | "query">) => Promise<void>;
  /** The links in a line of a terminal. */
  terminalRunLinks: (line: string) => TerminalRunLink[];
}
