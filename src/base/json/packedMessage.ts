import { exactJson } from "./stringifyJson.ts";

/** A message to a page. VS Code would serialize an object several times: a flood of events takes half as long again. */
export interface PackedMessage {
  /** The message as JSON in UTF-8. */
  packed: Uint8Array;
  /** Set when the message holds numbers that `JSON.parse` would change. Only then are they searched for. */
  exact?: true;
  /** The bytes of a picture. */
  bytes?: Uint8Array<ArrayBuffer>;
}

/** @param message JSON, except for the `bytes` that it may have */
export function packMessage(message: object): PackedMessage {
  const { bytes, ...rest }: Pick<PackedMessage, "bytes"> = message;
  const { text, isExact } = exactJson(rest);
  // Not a Buffer: it may be a view of memory that holds other data, and VS Code would send all of it.
  const packed = new TextEncoder().encode(text);
  return { packed, ...(isExact ? { exact: true } : {}), ...(bytes ? { bytes } : {}) };
}

/**
 * Reads a message; `undefined` for one of another script. @param parseExact `parseOwnJson`, in pages that show values
 */
export function unpackMessage(value: unknown, parseExact: (text: string) => unknown = JSON.parse): object | undefined {
  const { packed, exact, bytes } = (value ?? {}) as Partial<PackedMessage>;
  if (!(packed instanceof Uint8Array)) return undefined;
  const text = new TextDecoder().decode(packed);
  const message = (exact ? parseExact(text) : JSON.parse(text)) as object;
  return bytes ? { ...message, bytes } : message;
}
