import { formatCount } from "../../model/counts.ts";
import { formatWhen } from "../../model/times.ts";
import type { Batch } from "./batch.ts";
import type { BatchLine, LineState } from "./batchTypes.ts";

interface Row {
  source: string;
  /** The run's id, or the state of the line in words. */
  outcome: string;
}

const sections: readonly (readonly [LineState["kind"], string, string])[] = [
  ["failed", "Failed", "reason"],
  ["unknown", "Unknown: sent without a response", "what is known"],
  ["sending", "Being sent", ""],
  ["waiting", "Not sent", ""],
  ["created", "Created", "run"],
];

/** The result of every line of a batch, in Markdown, problems first. @param app the app's name and host */
export function batchReport({ head, lines, states, counts }: Batch, app: string): string {
  const parts = sections.flatMap(([kind, title, column]) => {
    const rows = states.flatMap((state, n) => (state.kind === kind ? [rowOf(lines[n], state)] : []));
    return rows.length === 0 ? [] : [`## ${title} (${formatCount(counts[kind])})\n\n${table(rows, column)}`];
  });
  const started = formatWhen(head.createdAt, Date.now());
  const facts = `${app}, ${started}: ${formatCount(lines.length)} ${lines.length === 1 ? "line" : "lines"}.`;
  return [`# Batch ${inCell(head.name)}`, facts, ...parts].join("\n\n").concat("\n");
}

/** Why lines can't be sent, in the same form. */
export function problemsReport(name: string, lines: readonly BatchLine[]): string {
  const rows = lines.flatMap(({ source, problem }) => (problem === undefined ? [] : [{ source, outcome: problem }]));
  return `# ${inCell(name)}: lines that can't be sent (${formatCount(rows.length)})\n\n${table(rows, "reason")}\n`;
}

function rowOf(line: BatchLine | undefined, state: LineState): Row {
  const source = line?.source ?? "";
  switch (state.kind) {
    case "created":
      return { source, outcome: state.runId };
    case "failed":
      return { source, outcome: state.reason };
    case "unknown":
      return { source, outcome: [state.reason, state.finding].filter(Boolean).join(" ") };
    default:
      return { source, outcome: "" };
  }
}

/** With aligned columns, because most people read it as text. */
function table(rows: readonly Row[], column: string): string {
  const width = rows.reduce((most, { source }) => Math.max(most, inCell(source).length), "line".length);
  const line = (source: string, outcome: string): string =>
    `| ${source.padEnd(width)} |${outcome === "" ? "" : ` ${outcome} |`}`;
  const head = [line("line", column), line("-".repeat(width), column === "" ? "" : "---")];
  return [...head, ...rows.map(({ source, outcome }) => line(inCell(source), inCell(outcome)))].join("\n");
}

function inCell(text: string): string {
  return text.replaceAll("|", "\\|").replace(/\s+/g, " ");
}
