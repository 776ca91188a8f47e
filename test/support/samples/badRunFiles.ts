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

const session = "3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d";
const wayOfKeys =
  "looks like an access key or a personal token. Remove it: keys belong in a connection, not in a file.";
const known =
  "Valid keys are input, user_id, session_id, files, file_ids, mode, connection, saveTo, $schema. Put the fields of the run's input under the key input.";
const anyUuid = `must be a UUID such as ${session}. Correct it or leave it out.`;
const variables =
  "Valid variables are ${env:NAME}, ${workspaceFolder}, ${file:relative/path.txt}, ${prompt:Label}, ${uuid}, ${now}.";
const literally = "To write these characters literally, use $${ instead of ${.";
const whole = (rest: string): string => `{\n  "input": {},\n  ${rest}\n}`;

type Row = [what: string, text: string, line: number, column: number, length: number, problem: string, field?: string];

const syntax: Row[] = [
  ["no comma", '{\n  "a": 1\n  "b": 2\n}', 3, 3, 3, "a comma was expected before this."],
  ["no value", '{"a": }', 1, 7, 1, "a value was expected here."],
  ["no colon", '{"a" 1}', 1, 6, 1, "a colon was expected after the key."],
  ["single quotes", "{'a': 1}", 1, 2, 3, "this isn't valid JSON. Keys and strings need double quotes."],
  ["a key without quotes", "{a: 1}", 1, 2, 1, "this isn't valid JSON. Keys and strings need double quotes."],
  ["an object that is not closed", '{"a": 1', 1, 8, 0, "a closing brace } was expected here."],
  ["a list that is not closed", '{"a": [1, 2', 1, 12, 0, "a closing bracket ] was expected here."],
  [
    "two objects",
    '{"a": 1} {"b": 2}',
    1,
    10,
    1,
    "the end of the file was expected here: the file contains one JSON object.",
  ],
  [
    "a text over two lines",
    '{"a": "x\n"}',
    1,
    7,
    2,
    "this string isn't closed: a double quote was expected before the end of the line.",
  ],
  ["a comment that is not closed", '{"a": 1 /* b', 1, 9, 4, "this comment isn't closed."],
  ["a number that is not complete", '{"a": 1.}', 1, 7, 2, "this number isn't complete."],
  ["a \\u escape of two digits", '{"a": "\\u12"}', 1, 7, 6, "this \\u escape needs four hexadecimal digits."],
  ["a Windows path", '{"a": "C:\\windows"}', 1, 7, 12, "this escape isn't valid in JSON. Write a backslash as \\\\."],
  [
    "a tab in a text",
    '{"a": "x\ty"}',
    1,
    7,
    5,
    "this string contains a control character. Write it as an escape, such as \\n or \\t.",
  ],
  [
    "a NUL in a text",
    '{"a": "x\0y"}',
    1,
    7,
    5,
    "this string contains a control character. Write it as an escape, such as \\n or \\t.",
  ],
  ["NUL instead of JSON", "\0\0\0\0", 1, 1, 4, "this isn't valid JSON. Keys and strings need double quotes."],
  [
    "an error after a byte order mark and Windows line ends",
    '\uFEFF{\r\n  "a": 1\r\n  "b": 2\r\n}',
    3,
    3,
    3,
    "a comma was expected before this.",
  ],
];

const shapes: Row[] = [
  [
    "an empty file",
    "",
    1,
    1,
    0,
    'the file is empty. Write the run\'s input as a JSON object, for example {"question": "…"}.',
  ],
  [
    "comments and nothing else",
    "// later\n",
    1,
    1,
    0,
    'the file is empty. Write the run\'s input as a JSON object, for example {"question": "…"}.',
  ],
  [
    "a byte order mark and nothing else",
    "\uFEFF",
    1,
    1,
    0,
    'the file is empty. Write the run\'s input as a JSON object, for example {"question": "…"}.',
  ],
  [
    "a list",
    "[1]",
    1,
    1,
    3,
    "the file must hold a JSON object, not a list. Its keys are the fields of the run's input.",
  ],
  [
    "a text",
    '\r\n"text"',
    2,
    1,
    6,
    "the file must hold a JSON object, not a string. Its keys are the fields of the run's input.",
  ],
  [
    "a number",
    "12",
    1,
    1,
    2,
    "the file must hold a JSON object, not a number. Its keys are the fields of the run's input.",
  ],
  ["null", "null", 1, 1, 4, "the file must hold a JSON object, not null. Its keys are the fields of the run's input."],
  [
    "too many levels",
    `{"a": ${"[".repeat(600)}${"]".repeat(600)}}`,
    1,
    506,
    1,
    "the JSON is nested too deeply: at most 500 levels are allowed.",
  ],
  [
    "more levels than a parser survives",
    "[".repeat(200_000),
    1,
    501,
    1,
    "the JSON is nested too deeply: at most 500 levels are allowed.",
  ],
  [
    "the same key twice",
    '{"a": {"b": [{"c": 1, "c": 2}]}}',
    1,
    23,
    3,
    "duplicate key. Remove one of the two.",
    "a.b[0].c",
  ],
  ["two inputs", '{"input": {}, "input": {}}', 1, 15, 7, "duplicate key. Remove one of the two.", "input"],
  ["NaN", '{"a": NaN}', 1, 7, 3, "JSON has no number NaN. Write null, a number, or a string in double quotes."],
  [
    "a number without end",
    '{"a": [-Infinity]}',
    1,
    8,
    9,
    "JSON has no number -Infinity. Write null, a number, or a string in double quotes.",
  ],
];

const fields: Row[] = [
  [
    "a user that is a number",
    whole('"user_id": 7'),
    3,
    14,
    1,
    "user_id must be a string, not a number. Correct it or leave it out.",
    "user_id",
  ],
  [
    "a user that is empty",
    whole('"user_id": " "'),
    3,
    14,
    3,
    "user_id is empty. Fill it in or leave it out.",
    "user_id",
  ],
  ["a session that is no UUID", whole('"session_id": "today"'), 3, 17, 7, `session_id ${anyUuid}`, "session_id"],
  [
    "a session that is null",
    whole('"session_id": null'),
    3,
    17,
    4,
    "session_id must be a string, not null. Correct it or leave it out.",
    "session_id",
  ],
  [
    "a file id that is no UUID",
    whole(`"file_ids": ["${session}", "x"]`),
    3,
    56,
    3,
    `file_ids[1] ${anyUuid}`,
    "file_ids[1]",
  ],
  [
    "file ids that are no list",
    whole(`"file_ids": "${session}"`),
    3,
    15,
    38,
    "file_ids must be a list of strings, not a string. Put it in [ and ].",
    "file_ids",
  ],
  [
    "files that are an object",
    whole('"files": {"path": "a.png"}'),
    3,
    12,
    17,
    "files must be a list of strings, not an object. Put it in [ and ].",
    "files",
  ],
  [
    "a file that is true",
    whole('"files": [true]'),
    3,
    13,
    4,
    "files[0] must be a string, not true. Correct it or leave it out.",
    "files[0]",
  ],
  [
    "a file without a name",
    whole('"files": [""]'),
    3,
    13,
    2,
    "files[0] is empty. Fill it in or leave it out.",
    "files[0]",
  ],
  [
    "a mode that does not exist",
    whole('"mode": "sync"'),
    3,
    11,
    6,
    'mode must be "stream", "background" or "wait". Correct it or leave it out.',
    "mode",
  ],
  [
    "a mode that is a list",
    whole('"mode": ["wait"]'),
    3,
    11,
    8,
    "mode must be a string, not a list. Correct it or leave it out.",
    "mode",
  ],
  [
    "a connection that is an object",
    whole('"connection": {"baseUrl": "https://example.com"}'),
    3,
    17,
    34,
    "connection must be a string, not an object. Correct it or leave it out.",
    "connection",
  ],
  [
    "a place for the output that is a number",
    whole('"saveTo": 1'),
    3,
    13,
    1,
    "saveTo must be a string, not a number. Correct it or leave it out.",
    "saveTo",
  ],
  [
    "a flag of the API",
    whole('"background": true'),
    3,
    3,
    12,
    `background isn't a key. Write "mode": "background" instead.`,
    "background",
  ],
  [
    "both flags of the API",
    whole('"stream": true, "background": true'),
    3,
    3,
    8,
    `stream and background can't be combined. Write "mode": "stream" instead.`,
    "stream",
  ],
  [
    "a key that does not exist",
    whole('"userId": "mia"'),
    3,
    3,
    8,
    `"userId" isn't a key of a run file. ${known}`,
    "userId",
  ],
];

const keys: Row[] = [
  [
    "an access key in the input",
    '{"input": {"auth": ["dynamiq_acc_SECRETSECRET"]}}',
    1,
    21,
    26,
    `input.auth[0] ${wayOfKeys}`,
    "input.auth[0]",
  ],
  [
    "an access key within a text",
    '{"question": "Why is dynamiq_acc_SECRETSECRET refused?"}',
    1,
    14,
    42,
    `question ${wayOfKeys}`,
    "question",
  ],
  [
    "a personal token as the user",
    whole('"user_id": "dyn_pat_SECRETSECRET"'),
    3,
    14,
    22,
    `user_id ${wayOfKeys}`,
    "user_id",
  ],
  [
    "an older personal token in a path",
    whole('"files": ["./uak_SECRETSECRET"]'),
    3,
    13,
    20,
    `files[0] ${wayOfKeys}`,
    "files[0]",
  ],
  [
    "a field that is named like a key",
    '{"dynamiq_acc_SECRETSECRET": {"a": 1}}',
    1,
    2,
    26,
    `the name of this field ${wayOfKeys}`,
  ],
  [
    "an access key where no text may stand",
    whole('"dynamiq_acc_SECRETSECRET": 1'),
    3,
    3,
    26,
    `the name of this field ${wayOfKeys}`,
  ],
];

const templates: Row[] = [
  [
    "a variable that does not exist",
    '{"a": "Hello ${user}"}',
    1,
    14,
    7,
    `unknown variable. ${variables} ${literally}`,
    "a",
  ],
  ["a variable in capitals", '{"a": "${UUID}"}', 1, 8, 7, `unknown variable. ${variables} ${literally}`, "a"],
  [
    "a variable after escapes",
    '{"a": "\\n\\u00e4 ${x}"}',
    1,
    17,
    4,
    `unknown variable. ${variables} ${literally}`,
    "a",
  ],
  [
    "a variable that is not closed",
    '{"a": "${env:HOME"}',
    1,
    8,
    10,
    `this variable isn't closed with }. ${literally}`,
    "a",
  ],
  [
    "a variable without its name",
    '{"a": "${env:}"}',
    1,
    8,
    7,
    `\${env} needs an argument: \${env:NAME}. ${literally}`,
    "a",
  ],
  ["a variable that takes nothing", '{"a": "${uuid:4}"}', 1, 8, 9, `\${uuid} takes no argument. ${literally}`, "a"],
];

const toBad = ([what, text, line, column, length, problem, field]: Row): BadRunFile => ({
  ...{ what, text, line, column, length, problem },
  ...(field ? { field } : {}),
});

/** What can be told of a run file by itself. */
export const badRunFiles: readonly BadRunFile[] = [
  ...syntax.map((row): BadRunFile => ({ ...toBad(row), isSyntax: true })),
  ...[...shapes, ...fields, ...keys, ...templates].map(toBad),
];
