import { oneLine } from "../../base/text/oneLine.ts";
import type { OutsideRead } from "./readGate.ts";

export interface ReadQuestion {
  /** The reader's name for a person: `refund.run.json`. */
  name: string;
  reads: readonly OutsideRead[];
  /** The destination. */
  connection: { name: string; host: string; isProduction: boolean };
  /** The name of the active connection, if that is another one. */
  instead?: string | undefined;
  /** The label of the button that continues. */
  button: string;
}

/** A dialog with more lines wouldn't fit on the screen. */
const mostLines = 20;
export const always = "Always Allow in This Workspace";
export const showAll = "Show All";

/** The question in one line, the lines below it, and whether these are all. */
export function readQuestion(question: ReadQuestion): { message: string; detail: string; isWhole: boolean } {
  const { name, connection, reads, button } = question;
  const lines = readLines(reads);
  const isWhole = lines.length <= mostLines;
  const more = `and ${lines.length - mostLines} more lines. Choose “${showAll}” to see them.`;
  const shown = isWhole ? lines : [...lines.slice(0, mostLines), more];
  const what = reads.every(({ kind }) => kind === "connection") ? `Run ${name} on` : `Let ${name} send this to`;
  const covers = [
    `“${button}” allows this until the file or what it reads changes.`,
    `“${always}” allows it for this file and this connection, also after changes.`,
  ].join("\n");
  const parts = [placeOf(question), shown.join("\n"), ...(isWhole ? [covers] : [])];
  return { message: oneLine(`${what} ${connection.name}?`), detail: parts.filter(Boolean).join("\n\n"), isWhole };
}

/** All reads, as a document. */
export function readReport(question: ReadQuestion): string {
  const title = `${question.name} sends this to ${question.connection.name}:`;
  return `${[title, placeOf(question), readLines(question.reads).join("\n")].join("\n\n")}\n`;
}

function placeOf({ connection, instead }: ReadQuestion): string {
  const host = `Host: ${connection.host}${connection.isProduction ? ", marked as production" : ""}`;
  const other = instead === undefined ? [] : [`The active connection is ${instead}.`];
  return [host, ...other].map((line) => oneLine(line)).join("\n");
}

function readLines(reads: readonly OutsideRead[]): string[] {
  const files = reads.filter(({ kind }) => kind === "attachment" || kind === "text");
  const variables = reads.filter(({ kind }) => kind === "variable");
  return [...section("Files outside the workspace folder:", files), ...section("Environment variables:", variables)];
}

function section(title: string, reads: readonly OutsideRead[]): string[] {
  const lines = reads.map(({ kind, name, through }) => {
    const link = through === undefined || through === name ? "" : `, through ${oneLine(through)}`;
    return `• ${oneLine(name)}${kind === "text" ? ", as text" : ""}${link}`;
  });
  return lines.length === 0 ? [] : [title, ...new Set(lines)];
}
