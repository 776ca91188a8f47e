import { csvText } from "../../base/text/csv.ts";
import { formatCount } from "../../model/counts.ts";

/** The result of a line as texts. */
export interface LineTexts {
  source: string;
  label: string;
  /** The status in words. */
  word: string;
  duration?: string;
  result: string;
  runId?: string;
}

/** How many lines and runs of a batch went wrong, or aren't sent. */
export interface Troubles {
  /** Runs that failed. */
  failedRuns?: number;
  /** Lines that the app didn't accept, or that can't be sent. */
  failed: number;
  unknown: number;
  waiting: number;
}

/** The same words in tree, panel and notifications: *4 failed*, *2 not created*, *3 unknown*, *24 not sent*. */
export function troubleWords({ failedRuns = 0, failed, unknown, waiting }: Troubles, isSending = false): string[] {
  const counts = {
    failed: failedRuns,
    "not created": failed,
    unknown,
    [isSending ? "to go" : "not sent"]: waiting,
  };
  return Object.entries(counts).flatMap(([word, count]) => (count > 0 ? [`${formatCount(count)} ${word}`] : []));
}

const columns = ["Line", "Input", "Status", "Duration", "Result", "Run"] as const;

/** The results of a batch as a table in Markdown. */
export function batchMarkdown({ name, facts }: { name: string; facts: string }, rows: readonly LineTexts[]): string {
  const table = [columns, columns.map(() => "---"), ...rows.map((row) => cellsOf(row).map(inCell))];
  const lines = table.map((cells) => `| ${cells.join(" | ")} |`);
  return `# ${inCell(name)}\n\n${inCell(facts)}\n\n${lines.join("\n")}\n`;
}

/** The same as comma-separated values, as spreadsheets read them: with a byte order mark and quoted fields. */
export function batchCsv(rows: readonly LineTexts[]): string {
  return csvText([columns, ...rows.map(cellsOf)]);
}

function cellsOf({ source, label, word, duration = "", result, runId = "" }: LineTexts): string[] {
  return [source, label, word, duration, result, runId];
}

/** A text of the app is text: it can't end the cell, or become a link, an image or HTML. */
function inCell(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\|<>[\]`*_!]/g, "\\$&");
}
