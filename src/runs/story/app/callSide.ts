import type { RunEvent } from "../../../api/schemas.ts";
import { readAppMessage } from "./appMessage.ts";

/** A part of a call: what went in, and the three things that come out. */
export type CallPart = "input" | "result" | "output" | "files";

/** What went into a call or came out of it, as an event of the call has it; `undefined` when it has not. */
export function callSide({ type, data, source }: RunEvent, side: CallPart): unknown {
  if (type !== "run.data") return (data as Record<string, unknown> | null | undefined)?.[side] ?? undefined;
  const part = readAppMessage(data, source)?.part;
  if (part?.kind === "result") return part[side] ?? undefined;
  return part?.kind === "call" && side === "input" ? (part.input ?? undefined) : undefined;
}
