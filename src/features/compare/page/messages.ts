import * as z from "zod";
import { ifReadable } from "#base/stored.ts";
import { actionSchema } from "#workbench/panel/page/panelAction.ts";
import type { CompareRows, CompareView, RowBody } from "./compareViews.ts";

/** What the page of a comparison and the extension say to each other. */

const runSchema = z.object({
  runId: z.string(),
  /** Empty for a run out of a file. */
  connectionId: z.string(),
  /** The URI of the export that the run is read from. */
  file: ifReadable(z.string()),
  /** Stands at the head of its column, for example *Golden run*. */
  name: ifReadable(z.string()),
  /** Why it was chosen, as the end of a sentence: *the same input*. */
  why: ifReadable(z.string()),
});

/** What VS Code restores the page by. */
export const comparedRunsSchema = z.object({ a: runSchema, b: runSchema });

/** Which run of which connection or file, and what its column is called. */
export type ComparedRun = z.infer<typeof runSchema>;
export type ComparedRuns = z.infer<typeof comparedRunsSchema>;

/** Rows, each with its number. */
export type NumberedBodies = readonly (readonly [row: number, body: RowBody])[];

/**
 * Extension → page. `version` rises with each `rows`, and a body belongs to the version in which it
 * was made.
 */
export type CompareHostMessage =
  | { type: "view"; view: CompareView }
  | { type: "rows"; version: number; rows: CompareRows; bodies: NumberedBodies }
  | { type: "bodies"; version: number; bodies: NumberedBodies };

const side = z.enum(["a", "b"]);
const row = z.int().nonnegative();
/** The rows in view, and a few around them. */
const rows = z.array(row).max(500);

/** Page → extension. */
export const comparePageMessage = z.discriminatedUnion("type", [
  z.object({ type: z.literal(["ready", "swap"]) }),
  /** Compares the runs as they are now. */
  z.object({ type: z.literal("refresh") }),
  /** The content of these rows is in view. */
  z.object({ type: z.literal("loadBodies"), version: z.int(), rows }),
  z.object({ type: z.literal("openStep"), side, row }),
  z.object({ type: z.literal(["openRun", "retry"]), side }),
  z.object({ type: z.literal("copy"), text: z.string() }),
  /** A button for a problem with one of the runs. */
  z.object({ type: z.literal("action"), action: actionSchema, side }),
]);
export type ComparePageMessage = z.infer<typeof comparePageMessage>;
