import { formatCount } from "../../../model/counts.ts";
import type { BatchLine } from "./batchTypes.ts";

/** Why lines can't be sent, in Markdown. */
export function problemsReport(name: string, lines: readonly BatchLine[]): string {
  const rows = lines.flatMap(({ source, problem }) => (problem === undefined ? [] : [[source, problem].map(inCell)]));
  return `# ${inCell(name)}: lines that can't be sent (${formatCount(rows.length)})\n\n${table(rows)}\n`;
}

/** With an aligned first column, because most people read it as text. */
function table(rows: readonly string[][]): string {
  const width = rows.reduce((most, [source = ""]) => Math.max(most, source.length), "Line".length);
  const all = [["Line", "Reason"], ["-".repeat(width), "---"], ...rows];
  return all.map(([source = "", reason = ""]) => `| ${source.padEnd(width)} | ${reason} |`).join("\n");
}

function inCell(text: string): string {
  return text.replaceAll("|", "\\|").replace(/\s+/g, " ");
}
