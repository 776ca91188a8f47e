import { type ParseErrorCode, printParseErrorCode } from "jsonc-parser";

/** What the parser did not understand, for a person. */
export function syntaxProblem(code: ParseErrorCode): string {
  return words[printParseErrorCode(code)] ?? "this is not valid JSON.";
}

const words: Readonly<Record<string, string>> = {
  InvalidSymbol: "this is not valid JSON. Keys and texts need double quotes.",
  InvalidNumberFormat: "this is not a valid JSON number.",
  PropertyNameExpected: "a key in double quotes was expected here.",
  ValueExpected: "a value was expected here.",
  ColonExpected: "a colon was expected after the key.",
  CommaExpected: "a comma was expected before this.",
  CloseBraceExpected: "a closing brace } was expected here.",
  CloseBracketExpected: "a closing bracket ] was expected here.",
  EndOfFileExpected: "the end of the file was expected here: one JSON object is all that it may hold.",
  InvalidCommentToken: "this comment is not valid.",
  UnexpectedEndOfComment: "this comment is not closed.",
  UnexpectedEndOfString: "this text is not closed: a double quote was expected before the end of the line.",
  UnexpectedEndOfNumber: "this number is not complete.",
  InvalidUnicode: "this \\u escape needs four hexadecimal digits.",
  InvalidEscapeCharacter: "this escape is not valid in JSON. Write a backslash as \\\\.",
  InvalidCharacter: "a control character stands in this text. Write it as an escape, such as \\n or \\t.",
};
