import { expect, test } from "vitest";
import { memoryRemedy, oneIdHint } from "#model/conversationIds.ts";

test.each([
  [{ user_id: "u" }, /^There is a user_id, but no session/],
  [{ session_id: "s" }, /^There is a session, but no user_id/],
])("%j has one id alone", (ids, hint) => expect(oneIdHint(ids)).toMatch(hint));

test.each([{}, { user_id: null, session_id: null }, { user_id: "u", session_id: "s" }])("%j has not", (ids) =>
  expect(oneIdHint(ids)).toBeUndefined(),
);

const both = /needs a user and a session/;
test.each<[string | undefined, string, RegExp | undefined]>([
  ["MemoryError", "Something", both],
  ["NodeException", "agent: Session identifier is required to list memory items.", both],
  [undefined, "User identifier is required to list memory items.", both],
  [undefined, "long_term_memory is enabled but input_data.user_id is missing or empty", /needs a user\. /],
  [undefined, "Session expired", undefined],
])("the remedy of %j, %j", (type, message, remedy) => {
  if (remedy) expect(memoryRemedy(type, message)).toMatch(remedy);
  else expect(memoryRemedy(type, message)).toBeUndefined();
});
