import { parseOwnJson } from "../../../base/json/parseJson.ts";
import { exactJson } from "../../../base/json/stringifyJson.ts";
import type { HostMessage } from "./messages.ts";

/**
 * A message of the extension in the form in which it is sent to the panel. As an object, VS Code would serialize each
 * of its values several times, in the end on the thread that draws: a flood of events would take half as long again.
 */
export interface WireMessage {
  /** The message as JSON in UTF-8. */
  packed: Uint8Array;
  /** Set when the message holds numbers that `JSON.parse` would change. Only then are they searched for. */
  exact?: true;
  /** The bytes of a picture. */
  bytes?: Uint8Array<ArrayBuffer>;
}

export function packMessage(message: HostMessage): WireMessage {
  const { bytes, ...rest } = "bytes" in message ? message : { ...message, bytes: undefined };
  const { text, isExact } = exactJson(rest);
  // Not a Buffer: it may be a view of memory that holds other data, and VS Code would send all of it.
  const packed = new TextEncoder().encode(text);
  return { packed, ...(isExact ? { exact: true } : {}), ...(bytes ? { bytes } : {}) };
}

/** Reads a message of the extension; `undefined` for a message of another script. Only the extension can post bytes. */
export function unpackMessage(value: unknown): HostMessage | undefined {
  const { packed, exact, bytes } = (value ?? {}) as Partial<WireMessage>;
  if (!(packed instanceof Uint8Array)) return undefined;
  const text = new TextDecoder().decode(packed);
  const message = (exact ? parseOwnJson(text) : JSON.parse(text)) as HostMessage;
  return message.type === "picture" && bytes ? { ...message, bytes } : message;
}
