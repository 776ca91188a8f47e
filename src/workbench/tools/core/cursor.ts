import { createHash } from "node:crypto";
import * as z from "zod";
import { readAs, readJson } from "#base/stored.ts";
import { ToolError } from "#runs/questions/toolError.ts";

/** In characters. Our cursors are much shorter. */
const maxCursorLength = 1_000;

const cursorSchema = z.strictObject({
  v: z.literal(1),
  /** A digest of the tool and its other arguments. */
  of: z.string(),
  at: z.unknown(),
});

/**
 * Where another call continues. It only holds a position, so that a forged one can't do more than name another
 * position in the same result.
 */
export function writeCursor(tool: string, input: object, position: object): string {
  const text = JSON.stringify({ v: 1, of: digestOf(tool, input), at: position });
  return Buffer.from(text).toString("base64url");
}

/**
 * The position in a cursor; `undefined` without one.
 *
 * @throws ToolError when it isn't one of this tool and these arguments
 */
export function readCursor<T>(tool: string, input: { cursor?: string }, schema: z.ZodType<T>): T | undefined {
  if (input.cursor === undefined) return undefined;
  const isOurs = input.cursor.length <= maxCursorLength && /^[\w-]+$/.test(input.cursor);
  const cursor = isOurs ? readJson(cursorSchema, Buffer.from(input.cursor, "base64url").toString()) : undefined;
  const position = cursor && readAs(schema, cursor.at);
  if (!cursor || position === undefined) {
    throw new ToolError(`cursor: this cursor isn't valid. Copy it from the last result, or call ${tool} without it.`);
  }
  if (cursor.of !== digestOf(tool, input)) {
    throw new ToolError(
      `cursor: this cursor belongs to other arguments. Call ${tool} with the same ones, or without the cursor.`,
    );
  }
  return position;
}

function digestOf(tool: string, input: object): string {
  const fields = Object.entries(input).filter(([name, value]) => name !== "cursor" && value !== undefined);
  const sorted = fields.sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash("sha256")
    .update(JSON.stringify([tool, sorted]))
    .digest("base64url")
    .slice(0, 12);
}
