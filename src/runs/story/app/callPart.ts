import type { RunEvent } from "#api/schemas.ts";
import { readAppMessage } from "./appMessage.ts";

/** A part of a call: its input, and its three kinds of results. A model call has the messages that it was sent. */
export type CallPart = "input" | "result" | "output" | "files" | "messages";

/** The input or a result of a call, from one of the call's events; `undefined` when the event has none. */
export function partOfCall({ type, data, source }: RunEvent, side: CallPart): unknown {
  if (type !== "run.data") return (data as Record<string, unknown> | null | undefined)?.[side] ?? undefined;
  const part = readAppMessage(data, source)?.part;
  if (part?.kind === "model") return side === "messages" ? part.call.messages : undefined;
  if (side === "messages") return undefined;
  if (part?.kind === "result") return part[side] ?? undefined;
  return part?.kind === "call" && side === "input" ? (part.input ?? undefined) : undefined;
}
