/** A golden file with one problem. */
export interface BadGoldenFile {
  text: string;
  line: number;
  column: number;
  field: string | undefined;
}

/** The problem begins at `»`. */
type Row = readonly [field: string, marked: string];

const checks = '"checks": [{"status": "completed"}]';
const turn = `{"input": {}, ${checks}}`;
/** Earlier versions played it. */
const person = '"person": {"persona": "a", "goal": "b", "turns": {"atMost": 2}}';
const sound = `"request": {"input": {}}, ${checks}`;

const files: readonly Row[] = [
  ["test", `{»"test": [{"name": "a", ${sound}}]}`],
  ["", "»[]"],
  ["name", `»{${sound}}`],
  ["request", `»{"name": "a", ${checks}}`],
  ["checks", '»{"name": "a", "request": {"input": {}}}'],
  ["name", `{"tests": [{"name": "a", ${sound}},\n  {"name": »"a", ${sound}}]}`],
  ["name", `{»"name": "all", "tests": [{"name": "a", ${sound}}]}`],
];

/** Parts of a test that is sound otherwise. */
const parts: readonly Row[] = [
  ["answers[0].aproval", '"answers": [{»"aproval": "*", "approved": true}]'],
  ["repeat.times", '"repeat": »{"atLeast": 1}'],
  ["repeat.atLeast", '"repeat": {"times": 3, "atLeast": »4}'],
  ["answers[0]", '"answers": [»{"replay": true}]'],
  ["answers[0].approved", '"answers": [{"approval": "*", "approved": »"yes"}]'],
  ["answers[0].answers[0].question_id", '"answers": [{"question": "*", "answers": [»{"selected": []}]}]'],
  ["goldenRun.id", '"goldenRun": »{}'],
];

const requests: readonly Row[] = [
  ["request.input", '{"input": »"a"}'],
  ["request.session_id", '{"input": {}, "session": "new", »"session_id": "new"}'],
  ["request.session", '{"input": {}, "session": »""}'],
  ["request.mode", '{"input": {}, »"mode": "wait"}'],
  ["request.input.a", '{"input": {"a": "»${prompt:Who}"}}'],
];

/** Conversations. */
const turns: readonly Row[] = [
  ["turns", `"turns": »${turn}`],
  ["turns[0].input", `"turns": [»{${checks}}]`],
  ["turns[1].checks", `"turns": [${turn}, »{"input": {}}]`],
  ["turns[1].checks[0].atMost", `"turns": [${turn}, {"input": {}, "checks": [{"tool": "a", "atMost": »-1}]}]`],
  ["request.input", `"request": {»"input": {}}, "turns": [${turn}]`],
  ["checks", `»${checks}, "turns": [${turn}]`],
  ["turns[0].input.a", `"turns": [{"input": {"a": "»\${prompt:Who}"}, ${checks}}]`],
  ["person", `${sound}, »${person}`],
];

const wrongChecks: readonly Row[] = [
  ["", "»{}"],
  [".tool", '{"status": "failed", »"tool": "a"}'],
  [".status", '{"status": »"started"}'],
  [".output", '{»"output": "a"}'],
  [".output", '{"output": »"a..b", "equals": 1}'],
  [".equasl", '{"output": "a", »"equasl": 1}'],
  [".tolerance", '{"output": "a", "number": 1, "tolerance": »-2}'],
  [".type", '{"output": "a", "type": »"integer"}'],
  [".matches", '{"output": "a", "matches": »"("}'],
  [".answer.matches", `{"answer": {"matches": »"${"a".repeat(1001)}"}}`],
  [".tools.set", '{"tools": {"sequence": ["a"], »"set": ["a"]}}'],
  [".steps.atMost", '{"steps": {"atMost": »1.5}}'],
  [".answer.contains", '{"answer": {"contains": »"dynamiq_acc_12345678"}}'],
];

/** Each has one problem. */
export const badGoldenFiles: readonly BadGoldenFile[] = [
  ...files.map(([field, marked]) => toBad(field, marked)),
  ...parts.map(([field, marked]) => toBad(field, `{"name": "a", ${sound},\n  ${marked}}`)),
  ...requests.map(([field, marked]) => toBad(field, `{"name": "a", ${checks}, "request": ${marked}}`)),
  ...turns.map(([field, marked]) => toBad(field, `{"name": "a",\n  ${marked}}`)),
  ...wrongChecks.map(([field, marked]) =>
    toBad(`checks[0]${field}`, `{"name": "a", "request": {"input": {}},\n  "checks": [${marked}]}`),
  ),
];

function toBad(field: string, marked: string): BadGoldenFile {
  const lines = (marked.split("»")[0] ?? "").split("\n");
  return {
    text: marked.replace("»", ""),
    line: lines.length,
    column: (lines.at(-1) ?? "").length + 1,
    field: field === "" ? undefined : field,
  };
}
