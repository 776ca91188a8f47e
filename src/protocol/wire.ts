import { parseOwnJson } from "../base/json/parseJson.ts";
import { exactJson } from "../base/json/stringifyJson.ts";
import type { HostMessage } from "./messages.ts";
import { foldsOf, packRows, sequenceRuns } from "./packedRows.ts";
import { PackedBatch, type RowBatch, type RowBytes, type RowOutline } from "./rowBatch.ts";

/**
 * A message of the extension in the form in which it is sent to the panel: JSON in UTF-8, its rows by columns. VS Code
 * would serialize every value of an object several times, in the end on the thread that draws. It passes bytes on
 * unchanged.
 */
export interface WireMessage extends Partial<RowBytes> {
  /** The message, with a {@link RowOutline} in the place of its rows. */
  packed: Uint8Array;
  /** Set when the message holds numbers that `JSON.parse` would change. Only then are they searched for. */
  exact?: true;
  /** The bytes of a picture. */
  bytes?: Uint8Array<ArrayBuffer>;
}

const types: Record<HostMessage["type"], true> = {
  delta: true,
  event: true,
  found: true,
  goTo: true,
  loading: true,
  pastRows: true,
  picture: true,
  problem: true,
  remember: true,
  snapshot: true,
};

export function packMessage(message: HostMessage): WireMessage {
  if (message.type === "picture") {
    const { bytes, ...rest } = message;
    return { ...packed(rest), ...(bytes ? { bytes } : {}) };
  }
  if (!("rows" in message) || message.rows.length === 0) return packed(message);
  const { rows } = message;
  const outline: RowOutline = { runs: sequenceRuns(rows), folds: foldsOf(rows) };
  const columns = packRows(rows);
  return {
    ...packed({ ...message, rows: outline }),
    rows: bytesOf(JSON.stringify(columns.packed)),
    words: bytesOf(JSON.stringify(columns.words)),
  };
}

/**
 * Reads a message of the extension; `undefined` for any other. A webview also receives messages of other scripts, but
 * only the extension can post these.
 */
export function unpackMessage(value: unknown): HostMessage<RowBatch> | undefined {
  if (typeof value !== "object" || value === null || !("packed" in value) || !(value.packed instanceof Uint8Array))
    return undefined;
  const text = new TextDecoder().decode(value.packed);
  const message = ("exact" in value ? parseOwnJson(text) : JSON.parse(text)) as HostMessage<RowOutline | []>;
  if (!Object.hasOwn(types, message.type)) return undefined;
  if (message.type === "picture") {
    return "bytes" in value && value.bytes instanceof Uint8Array
      ? { ...message, bytes: value.bytes as Uint8Array<ArrayBuffer> }
      : message;
  }
  if (!("rows" in message)) return message;
  const rows = "rows" in value && value.rows instanceof Uint8Array ? value.rows : new Uint8Array();
  const words = "words" in value && value.words instanceof Uint8Array ? { words: value.words } : {};
  const outline = "runs" in message.rows ? message.rows : { runs: [], folds: foldsOf([]) };
  return { ...message, rows: new PackedBatch(outline, { rows, ...words }) };
}

function packed(message: object): WireMessage {
  const { text, isExact } = exactJson(message);
  return { packed: bytesOf(text), ...(isExact ? { exact: true } : {}) };
}

/** Not a Buffer: it may be a view of memory that holds other data, and VS Code would send all of it. */
function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
