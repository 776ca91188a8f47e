import { oneLine } from "#base/text/oneLine.ts";
import type { OutsideRead } from "./readGate.ts";

export interface ReadQuestion {
  /** The reader's name for a person: `refund.run.json`. */
  name: string;
  reads: readonly OutsideRead[];
  /** The destination. */
  connection: { name: string; host: string; isProduction: boolean };
  /** The name of the active connection, if that is another one. */
  instead?: string;
  button: string;
}

export const alwaysButton = "Always Allow in This Workspace";

/** The question in one line, and the lines below it. None is left out. */
export function readQuestion(question: ReadQuestion): { message: string; detail: string } {
  const { reads, button } = question;
  const covers = [
    `“${button}” allows this until the file, or anything it reads, changes.`,
    `“${alwaysButton}” allows this for this file and this connection, even after a change.`,
  ];
  const parts = [destinationText(question), readLines(reads).join("\n"), covers.join("\n")];
  return { message: oneLine(messageOf(question)), detail: parts.filter(Boolean).join("\n\n") };
}

function messageOf({ name, reads, connection }: ReadQuestion): string {
  const kinds = new Set(reads.map(({ kind }) => kind));
  const saves = kinds.delete("output");
  kinds.delete("connection");
  if (kinds.size > 0) return `Let ${name} send this to ${connection.name}${saves ? " and save the output" : ""}?`;
  return saves
    ? `Let ${name} save the output of ${connection.name} to this file?`
    : `Run ${name} on ${connection.name}?`;
}

function destinationText({ connection, instead }: ReadQuestion): string {
  const host = `Host: ${connection.host}${connection.isProduction ? ", marked as production" : ""}`;
  const other = instead === undefined ? [] : [`The active connection is ${instead}.`];
  return [host, ...other].map((line) => oneLine(line)).join("\n");
}

function readLines(reads: readonly OutsideRead[]): string[] {
  const files = reads.filter(({ kind }) => kind === "attachment" || kind === "text");
  const variables = reads.filter(({ kind }) => kind === "variable");
  const outputs = reads.filter(({ kind }) => kind === "output");
  return [
    ...section("Files outside the workspace folder:", files),
    ...section("Environment variables:", variables),
    ...section("Output file (programs may run it or read it as settings):", outputs),
  ];
}

function section(title: string, reads: readonly OutsideRead[]): string[] {
  const lines = reads.map(({ kind, name, through }) => {
    const link = through === undefined || through === name ? "" : `, through ${oneLine(through)}`;
    return `• ${oneLine(name)}${kind === "text" ? ", as text" : ""}${link}`;
  });
  return lines.length === 0 ? [] : [title, ...new Set(lines)];
}
