import { shownText } from "../../../runs/questions/confirmation.ts";
import { requestFacts } from "../../../runs/questions/requestFacts.ts";
import type { Cover } from "../../../runs/values/cover.ts";
import type { BatchLine } from "./batchTypes.ts";
import type { LineFiles } from "./lineFiles.ts";

/** What each line of a batch sends, in a block of its own: `tickets.jsonl:17`, and its facts below. */
export function lineFacts(lines: readonly BatchLine[], files: Pick<LineFiles, "names">, cover: Cover): string[] {
  return lines.flatMap((line) => {
    const { source, request } = line;
    if (!request) return [];
    const shown = { request, files: files.names([line]), variables: [], fresh: new Map<string, string>() };
    return [[shownText(source), ...requestFacts(shown, cover)].join("\n")];
  });
}
