/** A run file that can't be sent as it is, with the place that is marked. */
export interface BadRunFile {
  text: string;
  line: number;
  column: number;
  length: number;
  field: string | undefined;
  /** A part of the problem, as a person reads it. */
  words: string;
}

type Row = readonly [marked: string, words: string, field?: string];

const whole = (rest: string): string => `{\n  "input": {},\n  ${rest}\n}`;
const uuid = "3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d";

/** Files that aren't JSON. The problem is at `»…«`. */
const badSyntax: readonly Row[] = [
  ['\uFEFF{\r\n  "a": 1\r\n  »"b"«: 2\r\n}', "expected a comma"],
  ['{"a": »}«', "expected a value"],
  ['{"a": 1»«', "closing brace"],
  ['{"a": 1} »{«"b": 2}', "only one JSON object"],
  ['{"a": »"x«\n"}', "isn't closed"],
  ['{"a": 1 »/* b«', "comment isn't closed"],
  ['{"a": »"\\u12"«}', "four hexadecimal digits"],
  ['{"a": »"C:\\windows"«}', "Write a backslash as"],
];

const badFields: readonly Row[] = [
  ["»«", "this is empty"],
  ['\r\n»"text"«', "a JSON object, not a string"],
  ['{"a": {"b": [{"c": 1, »"c"«: 2}]}}', "duplicate key", "a.b[0].c"],
  ['{"a": [»-Infinity«]}', "-Infinity isn't valid in JSON"],
  [`${"[".repeat(500)}»[«${"[".repeat(199_000)}`, "nested too deeply"],
  [whole('"user_id": »7«'), "must be a string, not a number", "user_id"],
  [whole('"user_id": »" "«'), "is empty", "user_id"],
  [whole('"session_id": »"today"«'), "must be a UUID", "session_id"],
  [whole(`"session": "${uuid}", »"session_id"«: "${uuid}"`), "can't be combined", "session_id"],
  [whole('"session": »"old"«'), 'must be "new", or the UUID of a session', "session"],
  [whole('"files": »{"path": "a.png"}«'), "a list of strings, not an object", "files"],
  [whole('"files": »"${env:FILES}"«'), "a list of strings, not a string", "files"],
  [whole('"mode": »"sync"«'), '"stream", "background" or "wait"', "mode"],
  [whole('»"background"«: true'), 'Write "mode": "background"', "background"],
  [whole('»"userId"«: "mia"'), 'Did you mean "user_id"?', "userId"],
  [whole('»"temperature"«: 0'), "Valid keys are input, user_id, session, session_id, files, file_ids", "temperature"],
  ['{"auth": »"my dynamiq_acc_SECRETSECRET"«}', "looks like an access key", "auth"],
  [whole('"files": [»"./uak_SECRETSECRET"«]'), "looks like an access key", "files[0]"],
  [whole('»"dynamiq_acc_SECRETSECRET"«: 1'), "the name of this field looks like an access key"],
  ['{"a": "\\n\\u00e4 »${user}«"}', "unknown variable", "a"],
  ['{"a": "»${env:HOME«"}', "has no closing }", "a"],
  ['{"a": "»${uuid:4}«"}', "takes no argument", "a"],
];

/** Files that VS Code's own JSON support has no problem with. */
export const badRunFiles: readonly BadRunFile[] = badFields.map(toBad);

export const brokenRunFiles: readonly BadRunFile[] = badSyntax.map(toBad);

function toBad([marked, words, field]: Row): BadRunFile {
  const [before = "", place = ""] = marked.replace("\uFEFF", "").split(/[»«]/);
  const lines = before.split("\n");
  return {
    text: marked.replace("»", "").replace("«", ""),
    line: lines.length,
    column: (lines.at(-1) ?? "").length + 1,
    length: place.length,
    field,
    words,
  };
}
