import * as z from "zod";
import { timeRanges } from "#model/timeRanges.ts";
import { cardIds, type InsightsView } from "./insightsViews.ts";

/** What the page and the extension say to each other. */

/** Extension → page. */
export type InsightsHostMessage = { type: "view"; view: InsightsView };

/** What VS Code restores the page by. */
export const insightsMemorySchema = z.object({ connectionId: z.string() });
export type InsightsMemory = z.infer<typeof insightsMemorySchema>;

const causeAction = z.enum(["showRuns", "compare", "markKnown", "forgetKnown"]);
export type CauseAction = z.infer<typeof causeAction>;

/** The tables that can be saved: those of the charts, and two more. */
const tableId = z.enum([...cardIds, "causes", "compare"]);
export type TableId = z.infer<typeof tableId>;

const shortText = z.string().max(2_000);
/** The index of a row. */
const index = z.int().nonnegative();

/** The choices of the reader, kept over a reload. */
const choiceSchema = z.object({
  range: z.enum(timeRanges),
  filter: shortText,
  /** Milliseconds since the epoch; absent without a split. */
  split: z.number().optional(),
  /** Whether the runs of golden tests, batches, forks and agents count, too. */
  withMachines: z.boolean().optional(),
});
export type InsightsChoice = z.infer<typeof choiceSchema>;

/** Page → extension. */
export const insightsPageMessage = z.discriminatedUnion("type", [
  /** `zone` is the reader's time zone. */
  z.object({ type: z.literal("ready"), zone: shortText, choice: choiceSchema.optional().catch(undefined) }),
  z.object({ type: z.literal("choose"), choice: choiceSchema }),
  /** Asks for the filter in VS Code's input of searches, which begins with a text. */
  z.object({ type: z.literal("completeFilter"), text: shortText }),
  /** The runs behind a row of a table, or behind one of its cells: `column` is its id. */
  z.object({ type: z.literal("showRuns"), card: z.enum(cardIds), row: index, column: shortText.optional() }),
  /** A conversation of the user in a row of the users. */
  z.object({ type: z.literal("openConversation"), row: index }),
  z.object({ type: z.literal("cause"), action: causeAction, id: shortText }),
  /** What another feature does with a cause. */
  z.object({ type: z.literal("causeAct"), act: shortText, id: shortText }),
  z.object({ type: z.literal("showCauses"), ids: z.array(shortText).max(1_000) }),
  z.object({ type: z.literal("openRun"), runId: shortText }),
  z.object({ type: z.literal("saveTable"), table: tableId }),
  z.object({ type: z.literal("load") }),
  z.object({ type: z.literal("cancel") }),
  z.object({ type: z.literal("retry") }),
]);
export type InsightsPageMessage = z.infer<typeof insightsPageMessage>;
