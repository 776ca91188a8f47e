import { readFile } from "node:fs/promises";
import { explainError } from "../../../src/host/errors/explainError.ts";

const text = await readFile(new URL("../../../docs/faults.md", import.meta.url), "utf8");
const rows = [...text.matchAll(/^\| (?<messages>[^|]+) \|/gm)].slice(2);
const messages = rows.flatMap(({ groups }) => groups!["messages"]!.split(/ · |, /)).map((each) => each.trim());

/** The messages of `docs/faults.md` that an error has. @param urls of the app, and of the place that it redirects to */
export function explainedIn(error: unknown, urls: { app: string; elsewhere?: string }): string[] {
  const { message } = explainError(error);
  const general = message.replace(new URL(urls.app).host, "{app}").replace(urls.elsewhere ?? "{}", "another origin");
  return messages.filter((each) => general.includes(each));
}
