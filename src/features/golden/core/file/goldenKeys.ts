import { keysOfFields } from "./testFields.ts";

/** The keys of each object of a golden file, in the order in which a person writes them. The JSON schema has the same. */
export const goldenKeys = {
  file: ["$schema", "tests"],
  test: ["$schema", "name", "request", "turns", "answers", "repeat", "checks", "goldenRun"],
  conversationRequest: ["user_id"],
  turn: ["input", "files", "file_ids", "answers", "checks", "goldenRun"],
  request: ["input", "user_id", "session", "session_id", "files", "file_ids"],
  ...keysOfFields,
} as const;
