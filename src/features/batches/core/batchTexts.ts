import { csvText } from "#base/text/csv.ts";
import { shortened } from "#base/text/oneLine.ts";
import { countOf, formatCount } from "#model/counts.ts";
import { nameLines } from "#model/nameLines.ts";
import type { BatchLine } from "./batchTypes.ts";
import type { LineFiles } from "./lineFiles.ts";

export interface LineTexts {
  source: string;
  label: string;
  word: string;
  duration?: string;
  result: string;
  runId?: string;
}

const columns = ["Line", "Input", "Status", "Duration", "Result", "Run"] as const;

/** The results of a batch as a table in Markdown. */
export function batchMarkdown({ name, facts }: { name: string; facts: string }, rows: readonly LineTexts[]): string {
  const table = [columns, columns.map(() => "---"), ...rows.map((row) => cellsOf(row).map(inCell))];
  const lines = table.map((cells) => `| ${cells.join(" | ")} |`);
  return `# ${inCell(name)}\n\n${inCell(facts)}\n\n${lines.join("\n")}\n`;
}

/** The rows as comma-separated values, as spreadsheets read them: with a byte order mark and quoted fields. */
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

/** Why lines can't be sent, as a table in Markdown. Most people read it as text, so its first column is aligned. */
export function problemsReport(name: string, lines: readonly BatchLine[]): string {
  const plain = (text: string): string => text.replaceAll("|", "\\|").replace(/\s+/g, " ");
  const problems = lines.filter(({ problem }) => problem !== undefined);
  const rows = problems.map(({ source, problem = "" }) => [plain(source), plain(problem)] as const);
  const width = Math.max("Line".length, ...rows.map(([source]) => source.length));
  const table = [["Line", "Reason"] as const, ["-".repeat(width), "---"] as const, ...rows];
  const written = table.map(([source, reason]) => `| ${source.padEnd(width)} | ${reason} |`).join("\n");
  return `# ${plain(name)}: lines that can't be sent (${formatCount(rows.length)})\n\n${written}\n`;
}

interface BatchPreview {
  name: string;
  connection: { name: string; baseUrl: string; production?: unknown };
  lines: readonly BatchLine[];
  files: LineFiles;
  concurrency: number;
  /** How many lines name a file for their output. */
  outputs: number;
  /** Whether another batch with this name is being sent. */
  isUnderWay: boolean;
}

const maxProblems = 4;
/** In characters. */
const maxProblemLength = 160;

/** What a person is asked before the lines that can be sent are. */
export function batchQuestion({ name, connection, lines, files, concurrency, outputs, isUnderWay }: BatchPreview): {
  message: string;
  detail: string;
  button: string;
} {
  const invalid = lines.filter(({ problem }) => problem !== undefined);
  const valid = lines.filter(({ problem }) => problem === undefined);
  const mark = connection.production ? ", marked as production" : "";
  const how = `The runs start in the background, ${concurrency === 1 ? "one after the other" : `${concurrency} at a time`}.`;
  const parts = [
    `${new URL(connection.baseUrl).host}${mark}\n${how}`,
    isUnderWay ? "A batch with this name is already being sent. This creates another one." : "",
    // On production, each line is shown with its files.
    connection.production === "ask" ? "" : nameLines("Attached files:", files.names(valid)).join("\n"),
    outputs > 0 ? `${countOf(outputs, "line has", "lines have")} saveTo, which batches ignore.` : "",
    invalid.length > 0 ? problemLines(invalid).join("\n") : "",
  ];
  return {
    message: `Create ${countOf(valid.length, "run")} from ${name} on ${connection.name}?`,
    detail: parts.filter((part) => part !== "").join("\n\n"),
    button: `Run ${formatCount(valid.length)}`,
  };
}

function problemLines(invalid: readonly BatchLine[]): string[] {
  const listed = invalid.slice(0, maxProblems).map(({ problem = "" }) => `• ${shortened(problem, maxProblemLength)}`);
  const rest = invalid.length > maxProblems ? [`and ${formatCount(invalid.length - maxProblems)} more`] : [];
  return [`${countOf(invalid.length, "line")} can't be sent (“Not created” in the results):`, ...listed, ...rest];
}
