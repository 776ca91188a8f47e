import * as z from "zod";
import { draftSchema } from "#model/readDraft.ts";
import type { Poster, TextHost } from "#ui/poster.ts";

const requestId = z.string();

/** Page → extension: about an input request that it shows. */
export const answerMessages = [
  z.object({ type: z.literal("draft"), requestId, draft: draftSchema }),
  /** Send the answer. The extension makes it from the draft and the input request that it knows. */
  z.object({
    type: z.literal("answer"),
    requestId,
    draft: draftSchema,
    decision: z.enum(["approve", "reject", "answer"]),
  }),
  /** Remove an input request that can't be answered any more, with its draft. */
  z.object({ type: z.literal("dismissRequest"), requestId }),
  z.object({ type: z.literal("answerInEditor"), requestId }),
  /** Open its browser in the system's browser. The extension knows the address. */
  z.object({ type: z.literal("openLiveView"), requestId }),
] as const;
export type AnswerMessage = z.infer<(typeof answerMessages)[number]>;

export interface RequestHost extends TextHost, Poster<AnswerMessage> {
  post(message: AnswerMessage | Parameters<TextHost["post"]>[0]): void;
  copy(text: string): void;
}
