import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { isFields } from "#base/json/fieldsOf.ts";
import { parseJson } from "#base/json/parseJson.ts";

/** The address of a local app, with its key. */
export interface LocalAppAddress {
  url: string;
  accessKey: string;
}

/** In milliseconds: a server of this machine that says nothing for so long isn't a local app. */
const responseTimeout = 3_000;

/**
 * Asks a local app for what the Runs API has no word for. Not by `fetch`, which VS Code sends through the person's proxy.
 *
 * @returns the field `data` of the answer. @throws Error when nothing answers there, or not with 200
 */
export async function askLocalApp(address: LocalAppAddress, method: "GET" | "POST", path: string): Promise<unknown> {
  const response = await answerOf(address, method, path);
  const body = await text(response);
  if (response.statusCode !== 200) throw new Error(`The local app responded with HTTP ${response.statusCode}.`);
  const answer = parseJson(body);
  return isFields(answer) ? answer["data"] : undefined;
}

function answerOf({ url, accessKey }: LocalAppAddress, method: string, path: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${accessKey}` };
    const options = { method, headers, signal: AbortSignal.timeout(responseTimeout) };
    request(new URL(path, url), options, resolve).on("error", reject).end();
  });
}
