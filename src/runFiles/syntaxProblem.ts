import { type ParseErrorCode, printParseErrorCode } from "jsonc-parser";

/** The parser's error in words. */
export function syntaxProblem(code: ParseErrorCode): string {
  return words[printParseErrorCode(code)] ?? "this isn't valid JSON.";
}

const words: Readonly<Record<string, string>> = {
  InvalidSymbol: "this isn't valid JSON. Keys and strings need double quotes.",
  InvalidNumberFormat: "this isn't a valid JSON number.",
  PropertyNameExpected: "a key in double quotes was expected here.",
  ValueExpected: "a value was expected here.",
  ColonExpected: "a colon was expected after the key.",
  CommaExpected: "a comma was expected before this.",
  CloseBraceExpected: "a closing brace } was expected here.",
  CloseBracketExpected: "a closing bracket ] was expected here.",
  EndOfFileExpected: "the end of the file was expected here: the file contains one JSON object.",
  InvalidCommentToken: "this comment isn't valid.",
  UnexpectedEndOfComment: "this comment isn't closed.",
  UnexpectedEndOfString: "this string isn't closed: a double quote was expected before the end of the line.",
  UnexpectedEndOfNumber: "this number isn't complete.",
  InvalidUnicode: "this \\u escape needs four hexadecimal digits.",
  InvalidEscapeCharacter: "this escape isn't valid in JSON. Write a backslash as \\\\.",
  InvalidCharacter: "this string contains a control character. Write it as an escape, such as \\n or \\t.",
};
