import type { Connection } from "../../../connections/connection.ts";
import { Cover } from "../../../runs/values/cover.ts";
import type { App } from "../../app.ts";
import type { BatchLine } from "../core/batchTypes.ts";
import { lineFacts } from "../core/lineFacts.ts";
import type { LineFiles } from "../core/lineFiles.ts";

/** What lines of a batch send to an app that asks, in a block for each. For another app the question counts them. */
export async function sentLines(
  { connections }: Pick<App, "connections">,
  { production }: Connection,
  lines: readonly BatchLine[],
  files: LineFiles,
): Promise<string[]> {
  if (production !== "ask") return [];
  return lineFacts(lines, files, await connections.withKeys((keys) => new Cover(keys)));
}
