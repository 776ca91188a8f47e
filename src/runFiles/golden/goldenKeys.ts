/** The keys of each object of a golden file, in the order in which a person writes them. The JSON schema has the same. */
export const goldenKeys = {
  file: ["$schema", "tests"],
  test: ["$schema", "name", "request", "turns", "answers", "repeat", "checks", "goldenRun"],
  conversationRequest: ["user_id"],
  turn: ["input", "files", "file_ids", "answers", "checks", "goldenRun"],
  request: ["input", "user_id", "session", "session_id", "files", "file_ids"],
  approval: ["approval", "approved", "params", "feedback", "replay"],
  question: ["question", "text", "answers", "replay"],
  choice: ["question_id", "selected", "custom_text"],
  repeat: ["times", "atLeast"],
  goldenRun: ["id", "file", "finished"],
  status: ["status"],
  blocked: ["blocked"],
  output: ["output", "equals", "contains", "matches", "number", "tolerance", "type", "ignored"],
  tools: ["sequence", "set", "never", "atMost"],
  tool: ["tool", "input", "atMost"],
  steps: ["atMost", "failed"],
  duration: ["atMost"],
  answer: ["contains", "matches"],
} as const;

/** The first key of a check, which says what it looks at. */
export const checkKinds = ["status", "blocked", "output", "tools", "tool", "steps", "duration", "answer"] as const;
export type CheckKind = (typeof checkKinds)[number];

/** More runs of one test than this are a load test. */
export const mostTimes = 1_000;
/** A longer regular expression isn't read, in characters. */
export const longestPattern = 1_000;
