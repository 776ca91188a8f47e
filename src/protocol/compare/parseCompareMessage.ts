import * as z from "zod";
import { readAs } from "../../base/stored.ts";
import { actionSchema } from "../parsePanelMessage.ts";
import type { ComparePanelMessage } from "./compareMessages.ts";

const side = z.enum(["a", "b"]);
const row = z.int().nonnegative();
/** The rows in view, and a few around them. */
const mostRows = 500;

const schema: z.ZodType<ComparePanelMessage> = z.discriminatedUnion("type", [
  z.object({ type: z.literal(["ready", "swap", "compareAsText"]) }),
  z.object({ type: z.literal("loadBodies"), version: z.int(), rows: z.array(row).max(mostRows) }),
  z.object({ type: z.literal("openStep"), side, row }),
  z.object({ type: z.literal(["openRun", "retry"]), side }),
  z.object({ type: z.literal("copy"), text: z.string() }),
  z.object({ type: z.literal("action"), action: actionSchema, side }),
]);

/** Checks a message that came out of the webview of a comparison; anything that is not ours is `undefined`. */
export function parseCompareMessage(value: unknown): ComparePanelMessage | undefined {
  return readAs(schema, value);
}
