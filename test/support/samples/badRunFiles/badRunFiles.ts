import { badFields } from "./badFields.ts";
import { badShapes, badSyntax } from "./badJson.ts";
import type { BadRow } from "./badRow.ts";
import { badVariables, leakedKeys } from "./badTexts.ts";

/** A run file that cannot be sent as it is, with the place and the words that a person sees. */
export interface BadRunFile {
  what: string;
  text: string;
  line: number;
  column: number;
  /** How many characters of it are marked; 0 where something is missing. */
  length: number;
  field?: string;
  problem: string;
  /** It is no JSON. */
  isSyntax?: true;
}

const toBad = ([what, text, line, column, length, problem, field]: BadRow): BadRunFile => ({
  ...{ what, text, line, column, length, problem },
  ...(field ? { field } : {}),
});

/** What can be told of a run file by itself. */
export const badRunFiles: readonly BadRunFile[] = [
  ...badSyntax.map((row): BadRunFile => ({ ...toBad(row), isSyntax: true })),
  ...[...badShapes, ...badFields, ...leakedKeys, ...badVariables].map(toBad),
];
