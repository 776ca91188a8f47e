import { expect, test } from "vitest";
import { LogLine } from "#cli/shell/logLine.ts";
import { plainJson, plainText, plainXml } from "#cli/shell/plainText.ts";
import { commandsIn, logCommands } from "../../../support/logCommands.ts";

/** What is written when a text arrives in pieces. */
function written(pieces: readonly string[]): string {
  const line = new LogLine();
  return pieces.map((piece) => line.take(plainText(piece))).join("");
}

test.each(logCommands)("%j is a command of a log before, and isn't after", (command) => {
  expect(commandsIn(command)).not.toEqual([]);
  expect(commandsIn(written([command]))).toEqual([]);
  for (const end of ["\n", "\u2028"]) {
    expect(commandsIn(written([`said before${end}${command}\n`, "after"]))).toEqual([]);
  }
});

test("a command that arrives in pieces isn't one, wherever it is split", () => {
  for (const command of logCommands) {
    const line = `before\n${command}\n`;
    expect(commandsIn(written(line.split("")))).toEqual([]);
    for (let at = 1; at < line.length; at++) {
      expect(commandsIn(written([line.slice(0, at), line.slice(at)]))).toEqual([]);
    }
  }
});

test("a long line is watched to its end", () => {
  const far = " ".repeat(5_000);
  expect(commandsIn(written([far, far, ":", ":error::a"]))).toEqual([]);
  expect(commandsIn(written([`a${far}#`, "\u00ad".repeat(5_000), "#", "[error]"]))).toEqual([]);
});

test("only what acts is changed, by a character that is seen", () => {
  const before = "::a\n  ::b ##[c]##vso[d]\n--- a/x\n+++ b/x\n~~~ python\n^^^ +++\n---\n";
  const after = ": :a\n  : :b ## [c]## vso[d]\n---- a/x\n++++ b/x\n~~~~ python\n^^^^ +++\n----\n";
  expect(written([before])).toBe(after);
  const harmless = "a::b std::vector\n# Title\n## [\n#[x] --- a ---x\n - - - x\n-- x\n---- x\n:x: :\n";
  expect(written([harmless])).toBe(harmless);
  for (const text of [harmless, before]) expect(written(text.split(""))).toBe(written([text]));
});

test("JSON and XML have no command, and mean the same", () => {
  const value = { [logCommands.join("\n")]: logCommands, "##[a": "\\##[b" };
  const json = JSON.stringify(value, undefined, 2);
  expect(commandsIn(json)).not.toEqual([]);
  expect(commandsIn(plainJson(json))).toEqual([]);
  expect(JSON.parse(plainJson(json))).toEqual(value);
  expect(written([plainJson(json)])).toBe(plainJson(json));
  const xml = plainXml("\n  ::error::a\n##[b]&#13;##vso[c]");
  expect(commandsIn(xml)).toEqual([]);
  expect(xml.replaceAll(/&#x(\w+);/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))).toBe(
    "\n  ::error::a\n##[b]&#13;##vso[c]",
  );
});
