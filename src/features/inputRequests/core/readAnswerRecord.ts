import * as z from "zod";
import type { InputAnswer } from "../../../api/contract.ts";
import { ifReadable, readAs, unchanged } from "../../../base/stored.ts";
import type { AnswerRecord } from "./answerTypes.ts";

const answerSchema = z.discriminatedUnion("type", [
  z.looseObject({ type: z.literal("approval"), approved: z.boolean() }),
  z.looseObject({ type: z.literal("human_feedback"), feedback: z.string() }),
]);

const recordSchema: z.ZodType<AnswerRecord> = z.object({
  connectionId: z.string(),
  runId: z.string(),
  requestId: z.string(),
  asked: ifReadable(z.number()),
  // Its parameters may have exact numbers and any names.
  answer: unchanged<InputAnswer>(answerSchema),
  at: z.number(),
  certain: z.boolean().catch(false),
  otherwise: ifReadable(z.boolean()),
  sender: ifReadable(z.string()),
  get earlier() {
    return ifReadable(recordSchema);
  },
});

/** A stored record, perhaps of another version; `undefined` for any other value. */
export function readAnswerRecord(value: unknown): AnswerRecord | undefined {
  return readAs(recordSchema, value);
}
