import * as z from "zod";
import { answerMessages } from "#workbench/inputRequests/page/answerMessage.ts";
import { type DetailView, maxSelected, type QueueView } from "./queueViews.ts";

/** What the page and the extension say to each other. */

/** Extension → page. */
export type QueueHostMessage = { type: "queue"; view: QueueView } | { type: "detail"; detail: DetailView | undefined };

const decision = z.enum(["approve", "reject"]);

const shortText = z.string().max(2_000);
const longText = z.string().max(100_000);
const id = z.string().max(4_000);

const workRow = z.object({
  id,
  connectionId: shortText,
  runId: shortText,
  requestId: shortText,
  asked: z.number().optional(),
  user: shortText,
  values: z.array(shortText),
  prompt: longText,
});

/** What is reviewed or was sent, as far as drafts and answers don't know it. */
const workSchema = z.object({
  stage: z.enum(["review", "outcomes"]),
  decision,
  reason: longText,
  name: shortText,
  isTool: z.boolean(),
  columns: z.array(z.object({ name: shortText, isNumber: z.boolean() })),
  rows: z.array(workRow),
});
export type Work = z.infer<typeof workSchema>;
export type WorkRow = z.infer<typeof workRow>;

/** What VS Code restores the page by. */
export const queueMemorySchema = z.object({ work: workSchema.optional().catch(undefined) });
export type QueueMemory = z.infer<typeof queueMemorySchema>;

/** Page → extension. */
export const queuePageMessage = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  z.object({ type: z.literal("refresh") }),
  /** Takes rows from the list that don't wait any more. */
  z.object({ type: z.literal("clear") }),
  /** Shows an input request beside the list. */
  z.object({ type: z.literal("show"), id: id.optional() }),
  z.object({ type: z.literal("openRun"), id }),
  z.object({ type: z.literal("review"), decision, ids: z.array(id).max(maxSelected) }),
  z.object({ type: z.literal("reason"), text: longText }),
  z.object({ type: z.literal("leaveOut"), id }),
  /** Sends what was reviewed, if it still is what this version showed. */
  z.object({ type: z.literal("send"), version: z.number() }),
  /** Reviews again what failed: all of it, or one row. */
  z.object({ type: z.literal("tryAgain"), id: id.optional() }),
  /** Returns to the list. */
  z.object({ type: z.literal("back") }),
  z.object({ type: z.literal("watch") }),
  z.object({ type: z.literal("copy"), text: z.string() }),
  z.object({ type: z.literal("openLink"), address: z.string() }),
  ...answerMessages,
]);
export type QueuePageMessage = z.infer<typeof queuePageMessage>;
