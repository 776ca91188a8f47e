import type { HostMessage } from "./messages.ts";
import { type PackedRows, packRows, unpackRows } from "./packedRows.ts";

/**
 * A message of the extension as it travels to the panel: JSON in UTF-8, its rows by columns. VS Code writes and reads every
 * value of a message that is an object several times, the last times on the thread that draws; bytes it hands on as they are.
 */
export interface WireMessage {
  packed: Uint8Array;
}

const types: Record<HostMessage["type"], true> = {
  delta: true,
  event: true,
  found: true,
  loading: true,
  pastRows: true,
  problem: true,
  remember: true,
  snapshot: true,
};

export function packMessage(message: HostMessage): WireMessage {
  const text = JSON.stringify("rows" in message ? { ...message, rows: packRows(message.rows) } : message);
  // Not a Buffer: that may be a part of memory that holds other things, and VS Code sends the whole of it.
  return { packed: new TextEncoder().encode(text) };
}

/** A webview also hears messages of other scripts, and only the extension can post one of ours: `undefined` for any other. */
export function unpackMessage(value: unknown): HostMessage | undefined {
  if (typeof value !== "object" || value === null || !("packed" in value) || !(value.packed instanceof Uint8Array)) return undefined;
  const message = JSON.parse(new TextDecoder().decode(value.packed)) as HostMessage;
  if (!Object.hasOwn(types, message.type)) return undefined;
  return "rows" in message ? { ...message, rows: unpackRows(message.rows as unknown as PackedRows) } : message;
}
