import { createScanner, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { lowerBound } from "#base/lowerBound.ts";
import type { ProblemFix } from "./problemFix.ts";
import type { RunFileProblem, SourceRange } from "./runFileError.ts";

/** Deeper than any useful input, and far from where a recursive function would fail. */
const maxDepth = 500;

/** A JSON file with the positions of its values. Comments, trailing commas and a byte order mark are accepted. */
export interface JsonDocument {
  file: string;
  /** The file's text without its byte order mark. */
  text: string;
  /** Absent when it isn't valid JSON: `problems` says why. */
  root: Node | undefined;
  /** The problems in the order in which they were found. */
  problems: RunFileProblem[];
  rangeOf(span: TextSpan): SourceRange;
  note(span: TextSpan, problem: string, field?: string, fixes?: readonly ProblemFix[]): void;
}

export type TextSpan = Pick<Node, "offset" | "length">;

/** Reads a file as JSON; never throws. @param emptyNextStep what to write into a file that is empty */
export function readJsonDocument(text: string, file: string, emptyNextStep: string = inputNextStep): JsonDocument {
  const content = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const lines = [0, ...[...content.matchAll(/\r\n|\r|\n/g)].map((end) => end.index + end[0].length)];
  const rangeOf = ({ offset, length }: TextSpan): SourceRange => {
    // A binary search, because there can be as many problems as lines.
    const line = lowerBound(lines, (start) => start <= offset) - 1;
    // The length of an error at the end can exceed the rest of the file.
    const within = Math.min(length, content.length - offset);
    return { line: line + 1, column: offset - (lines[line] ?? 0) + 1, offset, length: within };
  };
  const problems: RunFileProblem[] = [];
  const document: JsonDocument = {
    file,
    text: content,
    root: undefined,
    problems,
    rangeOf,
    note: (span, problem, field, fixes) => problems.push({ ...rangeOf(span), problem, field, fixes }),
  };
  const tooDeep = firstTooDeep(content);
  if (tooDeep) {
    document.note(tooDeep, `the JSON is nested too deeply: at most ${maxDepth} levels are allowed.`);
    return document;
  }
  const errors: ParseError[] = [];
  const root = parseTree(content, errors, { allowTrailingComma: true, allowEmptyContent: true });
  let noted = 0;
  for (const span of errors) {
    if (span.offset < noted) continue;
    const word = noJson.exec(content.slice(span.offset, span.offset + 10))?.[0];
    if (word) {
      // The parser reports the sign and the word separately.
      noted = span.offset + word.length;
      document.note(
        { ...span, length: word.length },
        `${word} isn't valid in JSON. Write null, a number, or a string in double quotes.`,
        undefined,
        [{ title: "Change to null", text: "null" }],
      );
    } else
      problems.push({ ...rangeOf(span), problem: words[printParseErrorCode(span.error)] ?? noWords, isSyntax: true });
  }
  if (root === undefined && errors.length === 0) {
    document.note({ offset: 0, length: 0 }, `this is empty. ${emptyNextStep}`);
  }
  if (errors.length === 0) document.root = root;
  return document;
}

const inputNextStep = `Write the run's input as a JSON object, for example {"input": "…"}.`;

/** Python writes these, so they may be in a run's input that is opened for editing. */
const noJson = /^(?:NaN|-?Infinity)\b/;

/** The properties of an object, in the order of the file. */
export function properties(node: Node): { key: string; keyNode: Node; value: Node }[] {
  return (node.children ?? []).flatMap(({ children }) => {
    const [keyNode, value] = children ?? [];
    return keyNode && value ? [{ key: String(keyNode.value), keyNode, value }] : [];
  });
}

/** The parser is recursive, so a text that is nested too deeply has to be found first. */
function firstTooDeep(text: string): TextSpan | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (;;) {
    switch (scanner.scan() as number) {
      case tokenKind.openBrace:
      case tokenKind.openBracket:
        if (++depth > maxDepth) return { offset: scanner.getTokenOffset(), length: scanner.getTokenLength() };
        break;
      case tokenKind.closeBrace:
      case tokenKind.closeBracket:
        depth--;
        break;
      case tokenKind.end:
        return undefined;
    }
  }
}

/** jsonc-parser declares these as a const enum, which a bundle can't import. */
const tokenKind = { openBrace: 1, closeBrace: 2, openBracket: 3, closeBracket: 4, end: 17 };

const noWords = "this isn't valid JSON.";
/** The parser's errors in words. */
const words: Readonly<Record<string, string>> = {
  InvalidSymbol: "this isn't valid JSON. Keys and strings need double quotes.",
  InvalidNumberFormat: "this isn't a valid JSON number.",
  PropertyNameExpected: "expected a key in double quotes here.",
  ValueExpected: "expected a value here.",
  ColonExpected: "expected a colon after the key.",
  CommaExpected: "expected a comma before this.",
  CloseBraceExpected: "expected a closing brace } here.",
  CloseBracketExpected: "expected a closing bracket ] here.",
  EndOfFileExpected: "expected the end here: only one JSON object is allowed.",
  UnexpectedEndOfComment: "this comment isn't closed.",
  UnexpectedEndOfString: "this string isn't closed: expected a double quote before the end of the line.",
  UnexpectedEndOfNumber: "this number isn't complete.",
  InvalidUnicode: "this \\u escape needs four hexadecimal digits.",
  InvalidEscapeCharacter: "this escape isn't valid in JSON. Write a backslash as \\\\.",
  InvalidCharacter: "this string contains a control character. Write it as an escape, such as \\n or \\t.",
};
