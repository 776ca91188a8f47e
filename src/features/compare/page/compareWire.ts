import type { CompareHostMessage } from "./compareMessages.ts";

/**
 * A message of the extension as it travels to the panel: JSON in UTF-8, since VS Code hands bytes on as they are and
 * writes and reads every value of an object several times. All numbers in it are our own.
 */
interface CompareWireMessage {
  compared: Uint8Array;
}

const types: Record<CompareHostMessage["type"], true> = {
  bodies: true,
  loading: true,
  problem: true,
  remember: true,
  rows: true,
  view: true,
};

export function packCompareMessage(message: CompareHostMessage): CompareWireMessage {
  return { compared: new TextEncoder().encode(JSON.stringify(message)) };
}

/** Reads a message of the extension; `undefined` for messages of other scripts. */
export function unpackCompareMessage(value: unknown): CompareHostMessage | undefined {
  if (typeof value !== "object" || value === null || !("compared" in value) || !(value.compared instanceof Uint8Array))
    return undefined;
  const message = JSON.parse(new TextDecoder().decode(value.compared)) as CompareHostMessage;
  return Object.hasOwn(types, message.type) ? message : undefined;
}
