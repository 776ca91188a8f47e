import { badChecks } from "./badGoldenChecks.ts";

/** A golden file that can't be run as it is, with the place and the words that a person sees. */
export interface BadGoldenFile {
  what: string;
  text: string;
  line: number;
  column: number;
  field: string | undefined;
  problem: string;
}

type Row = readonly [what: string, part: string, line: number, column: number, field: string, problem: string];

/** A whole test but for one of its parts. @param part what stands on the third line */
const withPart = (part: string): string => `{ "name": "a", "request": { "input": {} },
  "checks": [{ "status": "completed" }],
  ${part}
}`;
const withCheck = (check: string): string => `{ "name": "a", "request": { "input": {} },
  "checks": [
    ${check}
  ]
}`;
/** A whole conversation but for its turns and what stands beside them. @param part what stands on the second line */
const withTurns = (part: string): string => `{ "name": "a",
  ${part}
}`;
const withRequest = (request: string): string => `{ "name": "a", "checks": [{ "status": "completed" }],
  "request":
    ${request}
}`;

const parts: Row[] = [
  [
    "an unknown key of a test",
    '"retries": 3',
    3,
    3,
    "retries",
    '"retries" isn\'t a key of a golden test. Valid keys are $schema, name, request, turns, person, answers, repeat, checks and goldenRun.',
  ],
  [
    "a misspelled kind of answer",
    '"answers": [{"aproval": "*", "approved": true}]',
    3,
    16,
    "answers[0].aproval",
    '"aproval" isn\'t a key of an answer. Did you mean "approval"?',
  ],
  [
    "a misspelled decision",
    '"answers": [{"approval": "*", "aproved": true}]',
    3,
    33,
    "answers[0].aproved",
    '"aproved" isn\'t a key of an answer to a request for approval. Did you mean "approved"?',
  ],
  [
    "repeat without times",
    '"repeat": {"atLeast": 1}',
    3,
    13,
    "repeat.times",
    'repeat needs a number of runs. Add "times": 10.',
  ],
  [
    "more passes than runs",
    '"repeat": {"times": 3, "atLeast": 4}',
    3,
    37,
    "repeat.atLeast",
    "repeat.atLeast must be a whole number from 1 to 3. Correct it.",
  ],
  [
    "an answer to nothing",
    '"answers": [{"replay": true}]',
    3,
    15,
    "answers[0]",
    'answers[0] isn\'t an answer. Its first key is "approval" or "question": a part of the prompt, or "*" for any.',
  ],
  [
    "an approval without a decision",
    '"answers": [{"approval": "*"}]',
    3,
    15,
    "answers[0].approved",
    'answers[0] needs a decision. Add "approved": true or "approved": false.',
  ],
  [
    "a decision that is a text",
    '"answers": [{"approval": "*", "approved": "yes"}]',
    3,
    45,
    "answers[0].approved",
    "answers[0].approved must be true or false, not a string. Correct it.",
  ],
  [
    "an answer without a text",
    '"answers": [{"question": "*"}]',
    3,
    15,
    "answers[0].text",
    'answers[0] needs a text. Add "text": "…", or answers for its questions.',
  ],
  [
    "a choice without its question",
    '"answers": [{"question": "*", "answers": [{"selected": []}]}]',
    3,
    45,
    "answers[0].answers[0].question_id",
    "answers[0].answers[0] needs the question_id that it answers. Add it.",
  ],
  [
    "a golden run without an id",
    '"goldenRun": {}',
    3,
    16,
    "goldenRun.id",
    "goldenRun needs the id of its run. Add it, or remove goldenRun.",
  ],
];

const requests: Row[] = [
  [
    "no input",
    "{}",
    3,
    5,
    "request.input",
    'the request needs an input. Add "input": {…} with the fields of the app\'s own input node.',
  ],
  [
    "an input that is a text",
    '{"input": "a"}',
    3,
    15,
    "request.input",
    "request.input must be an object, not a string. Correct it.",
  ],
  [
    "a session that is none",
    '{"input": {}, "session": "old"}',
    3,
    30,
    "request.session",
    'request.session must be "new", or the UUID of a session. Correct it or leave it out.',
  ],
  [
    "two sessions",
    '{"input": {}, "session": "new", "session_id": "new"}',
    3,
    37,
    "request.session_id",
    "session and session_id can't be combined. Remove one of the two.",
  ],
  [
    "a mode",
    '{"input": {}, "mode": "wait"}',
    3,
    19,
    "request.mode",
    '"mode" isn\'t a key of a request. Valid keys are input, user_id, session, session_id, files and file_ids.',
  ],
  [
    "a variable that asks",
    '{"input": {"a": "${prompt:Who}"}}',
    3,
    22,
    "request.input.a",
    "a test asks nobody, so ${prompt} can't be used in it. Write the text, or use ${env:NAME}.",
  ],
];

const turn = '{"input": {}, "checks": [{"status": "completed"}]}';

const turns: Row[] = [
  [
    "no turns",
    '"turns": []',
    2,
    12,
    "turns",
    'a conversation needs a turn. Add {"input": {…}, "checks": [ … ]} to turns, or remove it.',
  ],
  [
    "one turn that isn't in a list",
    `"turns": ${turn}`,
    2,
    12,
    "turns",
    "turns must be a list of turns, not an object. Put it in [ and ].",
  ],
  [
    "a turn without an input",
    '"turns": [{"checks": [{"status": "completed"}]}]',
    2,
    13,
    "turns[0].input",
    'a turn needs an input. Add "input": {…} with the fields of the app\'s own input node.',
  ],
  [
    "a turn without checks",
    `"turns": [${turn}, {"input": {}}]`,
    2,
    65,
    "turns[1].checks",
    'a turn needs checks. Add "checks": [{"status": "completed"}].',
  ],
  [
    "a turn with an empty list of checks",
    '"turns": [{"input": {}, "checks": []}]',
    2,
    37,
    "turns[0].checks",
    'a turn without a check can\'t fail. Add one to turns[0].checks, such as {"status": "completed"}.',
  ],
  [
    "a turn with a user",
    '"turns": [{"input": {}, "user_id": "a", "checks": [{"status": "completed"}]}]',
    2,
    27,
    "turns[0].user_id",
    '"user_id" isn\'t a key of a turn. Valid keys are input, files, file_ids, answers, checks and goldenRun.',
  ],
  [
    "a wrong check of a turn",
    `"turns": [${turn}, {"input": {}, "checks": [{"tool": "a", "atMost": -1}]}]`,
    2,
    114,
    "turns[1].checks[0].atMost",
    "turns[1].checks[0].atMost must be a whole number from 0 to 1000000. Correct it.",
  ],
  [
    "an input beside turns",
    `"request": {"input": {}}, "turns": [${turn}]`,
    2,
    15,
    "request.input",
    "input and turns can't be combined: each turn has its own. Move it into a turn, or remove turns.",
  ],
  [
    "a session beside turns",
    `"request": {"session": "new"}, "turns": [${turn}]`,
    2,
    15,
    "request.session",
    "session and turns can't be combined: a conversation has a new session each time. Remove it.",
  ],
  [
    "checks beside turns",
    `"checks": [{"status": "completed"}], "turns": [${turn}]`,
    2,
    3,
    "checks",
    "checks and turns can't be combined: each turn has its own. Move it into a turn, or remove turns.",
  ],
  [
    "a golden run beside turns",
    `"goldenRun": {"id": "a"}, "turns": [${turn}]`,
    2,
    3,
    "goldenRun",
    "goldenRun and turns can't be combined: each turn has its own. Move it into a turn, or remove turns.",
  ],
  [
    "a turn that asks",
    '"turns": [{"input": {"a": "${prompt:Who}"}, "checks": [{"status": "completed"}]}]',
    2,
    30,
    "turns[0].input.a",
    "a test asks nobody, so ${prompt} can't be used in it. Write the text, or use ${env:NAME}.",
  ],
];

const written = '"checks": [{"status": "completed"}]';

const persons: Row[] = [
  [
    "a person without a goal",
    `"request": {"input": {}}, ${written}, "person": {"persona": "a", "turns": {"atMost": 2}}`,
    2,
    76,
    "person.goal",
    'a person needs goal. Add "goal": "…" with what the person wants.',
  ],
  [
    "a person without an end",
    `"request": {"input": {}}, ${written}, "person": {"persona": "a", "goal": "b", "turns": {}}`,
    2,
    115,
    "person.turns.atMost",
    'turns needs a limit. Add "atMost": 6.',
  ],
  [
    "a person who talks for ever",
    `"request": {"input": {}}, ${written}, "person": {"persona": "a", "goal": "b", "turns": {"atMost": 51}}`,
    2,
    126,
    "person.turns.atMost",
    "person.turns.atMost must be a whole number from 1 to 50. Correct it.",
  ],
  [
    "a person beside turns",
    `"person": {"persona": "a", "goal": "b", "turns": {"atMost": 2}}, "turns": [${turn}]`,
    2,
    3,
    "person",
    "person and turns can't be combined: a person writes the turns. Remove one of the two.",
  ],
  [
    "a session beside a person",
    `"request": {"input": {}, "session": "new"}, ${written}, "person": {"persona": "a", "goal": "b", "turns": {"atMost": 2}}`,
    2,
    28,
    "request.session",
    "session and person can't be combined: a conversation has a new session each time. Remove it.",
  ],
  [
    "a golden run beside a person",
    `"request": {"input": {}}, ${written}, "person": {"persona": "a", "goal": "b", "turns": {"atMost": 2}}, "goldenRun": {"id": "r"}`,
    2,
    131,
    "goldenRun",
    "goldenRun and person can't be combined: a person says something else each time. Remove it.",
  ],
];

const files: Row[] = [
  [
    "a misspelled list of tests",
    '{"test": [{"name": "a", "request": {"input": {}}, "checks": [{"status": "failed"}]}]}',
    1,
    2,
    "test",
    '"test" isn\'t a key of a golden file. Did you mean "tests"?',
  ],
  [
    "a misspelled request",
    '{"name": "a", "requset": {"input": {}}, "checks": [{"status": "failed"}]}',
    1,
    15,
    "requset",
    '"requset" isn\'t a key of a golden test. Did you mean "request"?',
  ],
  ["a list", "[]", 1, 1, "", 'a golden file must hold a JSON object, not a list. Write one test, or {"tests": [ … ]}.'],
  ["no tests", '{"tests": []}', 1, 11, "tests", "the list has no test. Add one, or delete the file."],
  ["an empty file", "", 1, 1, "", 'the file is empty. Write {"name": "…", "request": {…}, "checks": [ … ]}.'],
  [
    "a test without a name",
    '{"request": {"input": {}}, "checks": [{"status": "failed"}]}',
    1,
    1,
    "name",
    'a golden test needs a name. Add "name": "…".',
  ],
  [
    "a test without a request",
    '{"name": "a", "checks": [{"status": "failed"}]}',
    1,
    1,
    "request",
    'a golden test needs a request. Add "request": {"input": {…}}.',
  ],
  [
    "a test without checks",
    '{"name": "a", "request": {"input": {}}}',
    1,
    1,
    "checks",
    'a golden test needs checks. Add "checks": [{"status": "completed"}].',
  ],
  [
    "an empty list of checks",
    '{"name": "a", "request": {"input": {}}, "checks": []}',
    1,
    51,
    "checks",
    'a golden test without a check can\'t fail. Add one to checks, such as {"status": "completed"}.',
  ],
  [
    "two tests of one name",
    `{"tests": [
  {"name": "a", "request": {"input": {}}, "checks": [{"status": "failed"}]},
  {"name": "a", "request": {"input": {}}, "checks": [{"status": "failed"}]}]}`,
    3,
    12,
    "name",
    "another test of this file has the same name. Change one of the two.",
  ],
  [
    "a key beside tests",
    '{"name": "all", "tests": [{"name": "a", "request": {"input": {}}, "checks": [{"status": "failed"}]}]}',
    1,
    2,
    "name",
    '"name" isn\'t a key of a golden file with a list of tests. Valid keys are $schema and tests.',
  ],
];

const as =
  (make: (part: string) => string) =>
  ([what, part, line, column, field, problem]: Row): BadGoldenFile => ({
    what,
    text: make(part),
    line,
    column,
    field: field === "" ? undefined : field,
    problem,
  });

/** Each has one problem. */
export const badGoldenFiles: readonly BadGoldenFile[] = [
  ...files.map(as((text) => text)),
  ...parts.map(as(withPart)),
  ...requests.map(as(withRequest)),
  ...turns.map(as(withTurns)),
  ...persons.map(as(withTurns)),
  ...badChecks.map(as(withCheck)),
];
