import * as z from "zod";
import { requestShape } from "#runFiles/runFileReader.ts";
import {
  atKey,
  count,
  fields,
  flag,
  itemsOf,
  needed,
  record,
  stringField,
  text,
  texts,
} from "#runFiles/schemaFields.ts";

/** How often a test can run. More runs of one test are a load test. */
const maxTimes = 1_000;

const choice = fields({
  question_id: needed(text, "needs the question_id that it answers. Add it."),
  selected: texts.default([]),
  custom_text: text.optional(),
});

const approval = fields({
  approval: text,
  approved: needed(flag, 'needs a decision. Add "approved": true or "approved": false.'),
  params: record.optional(),
  feedback: text.optional(),
  replay: flag.default(false),
});

const question = fields({
  question: text,
  // A person may have chosen options, and said nothing.
  text: stringField.optional(),
  answers: z.array(choice, { error: "must be a list of objects. Put it in [ and ]." }).optional(),
  replay: flag.default(false),
});

/** The answers of people to input requests, by their first key. */
export const answerKinds = {
  approval: approval.transform(({ approval: asked, ...rest }) => ({ kind: "approval" as const, asked, ...rest })),
  question: question
    .superRefine((reply, context) => {
      const message = 'needs "text" or "answers". Add one of them.';
      if (reply.text === undefined && !reply.answers) context.addIssue({ code: "custom", path: ["text"], message });
    })
    .transform(({ question: asked, text: words = "", ...rest }) => ({
      kind: "question" as const,
      asked,
      text: words,
      ...rest,
    })),
};

/** An answer of a person: which request it answers in `asked`, and whether the test sends it in `replay`. */
export type AnswerRule = {
  [K in keyof typeof answerKinds]: z.output<(typeof answerKinds)[K]>;
}[keyof typeof answerKinds];

const times = fields({
  times: needed(count(1, maxTimes), 'needs a number of runs. Add "times": 10.'),
  atLeast: count(1, maxTimes).optional(),
});

/** How often a test runs, and how many of its runs have to pass. */
export const repeat = times
  .superRefine(({ times: all, atLeast = 1 }, context) => {
    const message = `must be a whole number from 1 to ${all}. Correct it.`;
    if (atLeast > all) context.addIssue({ code: "custom", path: ["atLeast"], message });
  })
  .transform(({ times: all, atLeast = all }) => ({ times: all, atLeast }));

export const goldenRunFields = fields({
  id: needed(text, "needs the ID of its run. Add it, or remove goldenRun."),
  file: text.optional(),
  finished: text.optional(),
});

/** What is read by itself, so that the rest counts when it has a problem. */
const part = z.unknown().optional();
const parts = z.unknown();
const example = '{"status": "completed"}';
const expected = {
  answers: itemsOf("answers", parts).optional(),
  checks: needed(
    itemsOf("checks", parts, `needs a check, because a test without one can't fail. Add one, such as ${example}.`),
    `needs checks. Add "checks": [${example}].`,
  ),
  goldenRun: part,
};

export const requestFields = fields(requestShape);
const { input, files, file_ids } = requestShape;
export const turnFields = fields({ input, files, file_ids, ...expected });

const test = { $schema: part, name: needed(text, 'needs a name. Add "name": "…".') };
const turns = itemsOf("turns", parts, 'needs a turn. Add {"input": {…}, "checks": [ … ]}, or remove turns.');

/** A test that is one request. */
export const testFields = fields({
  ...test,
  request: needed(parts, 'needs a request. Add "request": {"input": {…}}.'),
  turns: part,
  answers: expected.answers,
  repeat: part,
  checks: expected.checks,
  goldenRun: part,
});

const ofTurn = (key: string) =>
  atKey(`${key} and turns can't be combined: each turn has its own ${key}. Move ${key} into a turn, or remove turns.`);
const newSession = (key: string) =>
  atKey(`${key} and turns can't be combined: a conversation has a new session each time. Remove ${key}.`);

/** The request of a conversation: all turns are sent as one user, who stands at the test. */
export const conversationRequest = fields({
  input: ofTurn("input"),
  user_id: text.optional(),
  session: newSession("session"),
  session_id: newSession("session_id"),
  files: ofTurn("files"),
  file_ids: ofTurn("file_ids"),
});

export const conversationFields = fields({
  ...test,
  request: part,
  turns,
  answers: ofTurn("answers"),
  repeat: part,
  checks: ofTurn("checks"),
  goldenRun: ofTurn("goldenRun"),
});

export const fileFields = fields({
  $schema: part,
  tests: itemsOf("tests", parts, "has no test. Add one, or delete the file."),
});

/** The keys of each object of a golden file, in the order in which a person writes them. The JSON schema has the same. */
export const goldenKeys = {
  file: Object.keys(fileFields.shape),
  test: Object.keys(testFields.shape),
  conversationRequest: ["user_id"],
  turn: Object.keys(turnFields.shape),
  request: Object.keys(requestFields.shape),
  approval: Object.keys(approval.shape),
  question: Object.keys(question.shape),
  choice: Object.keys(choice.shape),
  repeat: Object.keys(times.shape),
  goldenRun: Object.keys(goldenRunFields.shape),
};
