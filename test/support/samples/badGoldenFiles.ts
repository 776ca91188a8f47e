/** A golden file with one problem. */
export interface BadGoldenFile {
  text: string;
  line: number;
  column: number;
  field: string | undefined;
  /** No schema finds it: schemas look at each value alone, and know no paths, ids, expressions and variables. */
  isBeyondSchemas: boolean;
}

/** The problem begins at `»`. */
type Row = readonly [field: string, marked: string, isBeyondSchemas?: "beyond schemas"];

const checks = '"checks": [{"status": "completed"}]';
const turn = `{"input": {}, ${checks}}`;
/** Earlier versions played it. */
const person = '"person": {"persona": "a", "goal": "b", "turns": {"atMost": 2}}';
const sound = `"request": {"input": {}}, ${checks}`;

const files: readonly Row[] = [
  ["test", `{»"test": [{"name": "a", ${sound}}]}`],
  ["requset", `{"name": "a", »"requset": {"input": {}}, ${checks}}`],
  ["", "»[]"],
  ["", "»"],
  ["tests", '{"tests": »[]}'],
  ["name", `»{${sound}}`],
  ["request", `»{"name": "a", ${checks}}`],
  ["checks", '»{"name": "a", "request": {"input": {}}}'],
  ["checks", '{"name": "a", "request": {"input": {}}, "checks": »[]}'],
  ["name", `{"tests": [{"name": "a", ${sound}},\n  {"name": »"a", ${sound}}]}`, "beyond schemas"],
  ["name", `{»"name": "all", "tests": [{"name": "a", ${sound}}]}`],
];

/** Parts of a test that is sound otherwise. */
const parts: readonly Row[] = [
  ["retries", '»"retries": 3'],
  ["answers[0].aproval", '"answers": [{»"aproval": "*", "approved": true}]'],
  ["answers[0].aproved", '"answers": [{"approval": "*", »"aproved": true}]'],
  ["repeat.times", '"repeat": »{"atLeast": 1}'],
  ["repeat.atLeast", '"repeat": {"times": 3, "atLeast": »4}', "beyond schemas"],
  ["answers[0]", '"answers": [»{"replay": true}]'],
  ["answers[0].approved", '"answers": [»{"approval": "*"}]'],
  ["answers[0].approved", '"answers": [{"approval": "*", "approved": »"yes"}]'],
  ["answers[0].text", '"answers": [»{"question": "*"}]'],
  ["answers[0].answers[0].question_id", '"answers": [{"question": "*", "answers": [»{"selected": []}]}]'],
  ["goldenRun.id", '"goldenRun": »{}'],
];

const requests: readonly Row[] = [
  ["request.input", "»{}"],
  ["request.input", '{"input": »"a"}'],
  ["request.session", '{"input": {}, "session": »"old"}', "beyond schemas"],
  ["request.session_id", '{"input": {}, "session": "new", »"session_id": "new"}', "beyond schemas"],
  ["request.mode", '{"input": {}, »"mode": "wait"}'],
  ["request.input.a", '{"input": {"a": "»${prompt:Who}"}}', "beyond schemas"],
];

/** Conversations. */
const turns: readonly Row[] = [
  ["turns", '"turns": »[]'],
  ["turns", `"turns": »${turn}`],
  ["turns[0].input", `"turns": [»{${checks}}]`],
  ["turns[1].checks", `"turns": [${turn}, »{"input": {}}]`],
  ["turns[0].checks", '"turns": [{"input": {}, "checks": »[]}]'],
  ["turns[0].user_id", `"turns": [{"input": {}, »"user_id": "a", ${checks}}]`],
  ["turns[1].checks[0].atMost", `"turns": [${turn}, {"input": {}, "checks": [{"tool": "a", "atMost": »-1}]}]`],
  ["request.input", `"request": {»"input": {}}, "turns": [${turn}]`],
  ["request.session", `"request": {»"session": "new"}, "turns": [${turn}]`],
  ["checks", `»${checks}, "turns": [${turn}]`],
  ["goldenRun", `»"goldenRun": {"id": "a"}, "turns": [${turn}]`],
  ["turns[0].input.a", `"turns": [{"input": {"a": "»\${prompt:Who}"}, ${checks}}]`, "beyond schemas"],
  ["person", `${sound}, »${person}`],
];

const wrongChecks: readonly Row[] = [
  ["", "»{}"],
  ["", '»"completed"'],
  [".tool", '{"status": "failed", »"tool": "a"}'],
  [".status", '{"status": »"started"}'],
  [".output", '{»"output": "a"}'],
  [".type", '{"output": "a", "equals": 1, »"type": "number"}'],
  [".output", '{"output": »"a..b", "equals": 1}', "beyond schemas"],
  [".because", '{"output": "a", "equals": 1, »"because": 2}'],
  [".outptu", '{"equals": 1, »"outptu": "a"}'],
  [".cost", '{»"cost": 1}'],
  [".equasl", '{"output": "a", »"equasl": 1}'],
  [".steps.atmost", '{"steps": {»"atmost": 1}}'],
  [".tolerance", '{"output": "a", "equals": 1, »"tolerance": 2}'],
  [".tolerance", '{"output": "a", "number": 1, "tolerance": »-2}'],
  [".number", '{"output": "a", "number": »"1"}'],
  [".type", '{"output": "a", "type": »"integer"}'],
  [".ignored", '{"output": "a", "ignored": »false}'],
  [".matches", '{"output": "a", "matches": »"("}', "beyond schemas"],
  [".answer.matches", `{"answer": {"matches": »"${"a".repeat(1001)}"}}`],
  [".tools", '{"tools": »{}}'],
  [".tools.set", '{"tools": {"sequence": ["a"], »"set": ["a"]}}'],
  [".tools.never", '{"tools": {"never": »"a"}}'],
  [".input", '{"tool": "a", "input": »"b"}'],
  [".steps.atMost", '{"steps": {"atMost": »1.5}}'],
  [".duration.atMost", '{"duration": {"atMost": »60}}'],
  [".answer", '{"answer": »{}}'],
  [".answer.contains", '{"answer": {"contains": »"dynamiq_acc_12345678"}}', "beyond schemas"],
];

/** Each has one problem. */
export const badGoldenFiles: readonly BadGoldenFile[] = [
  ...files.map(([field, marked, beyond]) => toBad(field, marked, beyond)),
  ...parts.map(([field, marked, beyond]) => toBad(field, `{"name": "a", ${sound},\n  ${marked}}`, beyond)),
  ...requests.map(([field, marked, beyond]) => toBad(field, `{"name": "a", ${checks}, "request": ${marked}}`, beyond)),
  ...turns.map(([field, marked, beyond]) => toBad(field, `{"name": "a",\n  ${marked}}`, beyond)),
  ...wrongChecks.map(([field, marked, beyond]) =>
    toBad(`checks[0]${field}`, `{"name": "a", "request": {"input": {}},\n  "checks": [${marked}]}`, beyond),
  ),
];

function toBad(field: string, marked: string, beyond?: string): BadGoldenFile {
  const lines = (marked.split("»")[0] ?? "").split("\n");
  return {
    text: marked.replace("»", ""),
    ...{ line: lines.length, column: (lines.at(-1) ?? "").length + 1 },
    field: field === "" ? undefined : field,
    isBeyondSchemas: beyond !== undefined,
  };
}
