import * as z from "zod";
import { causeActions, type InsightsPanelMessage, otherTables } from "../../protocol/insights/insightsMessages.ts";
import { cardIds, insightsRanges } from "../../protocol/insights/insightsViews.ts";

/** In characters of base64: a picture of a chart is far smaller. */
const largestPicture = 20_000_000;
const text = z.string().max(2_000);

const choice = z.object({
  range: z.enum(insightsRanges),
  filter: text,
  split: z.number().optional(),
  withMachines: z.boolean().optional(),
});
const index = z.int().nonnegative();

/** Checks what the page sends. */
export const insightsMessageSchema: z.ZodType<InsightsPanelMessage> = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready"), zone: text, choice: choice.optional().catch(undefined) }),
  z.object({ type: z.literal("choose"), choice }),
  z.object({ type: z.literal("complete"), id: index, text, caret: index }),
  z.object({ type: z.literal("showRuns"), card: z.enum(cardIds), row: index, column: index.optional() }),
  z.object({ type: z.literal("openConversation"), row: index }),
  z.object({ type: z.literal("cause"), action: z.enum(causeActions), id: text }),
  z.object({ type: z.literal("showCauses"), ids: z.array(text).max(1_000) }),
  z.object({ type: z.literal("openRun"), runId: text }),
  z.object({ type: z.literal("saveTable"), table: z.enum([...cardIds, ...otherTables]) }),
  z.object({ type: z.literal("savePicture"), card: z.enum(cardIds), png: z.base64().max(largestPicture) }),
  z.object({ type: z.literal("readMore") }),
  z.object({ type: z.literal("stopReading") }),
  z.object({ type: z.literal("retry") }),
]);
