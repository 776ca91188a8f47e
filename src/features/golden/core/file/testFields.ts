import * as z from "zod";
import { count, fields, flag, needed, record, said, text, texts } from "../checks/checkFields.ts";

/** More runs of one test than this are a load test. */
const mostTimes = 1_000;

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
  text: said.optional(),
  answers: z.array(choice, { error: "must be a list of objects. Put it in [ and ]." }).optional(),
  replay: flag.default(false),
});

/** The answers of people to input requests, by their first key. */
export const answerKinds = {
  approval: approval.transform(({ approval: asked, ...rest }) => ({ kind: "approval" as const, asked, ...rest })),
  question: question
    .superRefine((reply, context) => {
      const message = 'needs a text. Add "text": "…", or answers for its questions.';
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
  times: needed(count(1, mostTimes), 'needs a number of runs. Add "times": 10.'),
  atLeast: count(1, mostTimes).optional(),
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

/** The keys of these objects, in the order in which a person writes them. */
const keysOfFields = {
  approval: Object.keys(approval.shape),
  question: Object.keys(question.shape),
  choice: Object.keys(choice.shape),
  repeat: Object.keys(times.shape),
  goldenRun: Object.keys(goldenRunFields.shape),
};

/** The keys of each object of a golden file, in the order in which a person writes them. The JSON schema has the same. */
export const goldenKeys = {
  file: ["$schema", "tests"],
  test: ["$schema", "name", "request", "turns", "answers", "repeat", "checks", "goldenRun"],
  conversationRequest: ["user_id"],
  turn: ["input", "files", "file_ids", "answers", "checks", "goldenRun"],
  request: ["input", "user_id", "session", "session_id", "files", "file_ids"],
  ...keysOfFields,
} as const;
