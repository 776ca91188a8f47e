import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");

/** Where the texts of errors come from that a person can meet anywhere. */
const sources = [
  "src/api/http/dispatchers.ts",
  "src/api/http/errorResponse.ts",
  "src/api/http/failure.ts",
  "src/api/readJson.ts",
  "src/api/stream/runStream.ts",
  "src/api/stream/sse.ts",
  "src/connections/clientPool.ts",
  "src/connections/keyErrors.ts",
  "src/host/errors/explainError.ts",
  "src/host/errors/unsentKey.ts",
  "src/model/refusalWords.ts",
  "src/storage/storageError.ts",
];

/** They come from a mistake of ours, or nobody has to do anything. */
const forNobody = [
  "An event stream can be read only once",
  "The client was closed",
  "The HTTP request is invalid and can't be sent",
  "The request was canceled",
  "in an unknown way",
];

/** Of each text the longest part of its first sentence without a variable. */
function textsOf(file: string): string[] {
  const code = read(file).replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$|^import .*$/gm, "");
  const literals = [...code.matchAll(/(["`])((?:\\.|(?!\1)[^\\\n])*)\1/g)].map(([, , text]) => text!);
  const parts = literals.map((text) =>
    text
      .split(/\. /)[0]!
      .split(/\$\{(?:[^{}]|\{[^}]*\})*\}| \(HTTP/)
      .map((part) => part.replaceAll(/^[\s.:,)]+|[\s.:,(]+$/g, ""))
      .reduce((longest, part) => (part.length > longest.length ? part : longest)),
  );
  return parts.filter((part) => part.split(" ").length > 2 && !part.endsWith("…") && !forNobody.includes(part));
}

test.each(sources)("docs/messages.md has each message of %s", (file) => {
  const page = read("docs/messages.md");
  const texts = textsOf(file);
  expect(texts).not.toEqual([]);
  expect(texts.filter((text) => !page.includes(text))).toEqual([]);
});
