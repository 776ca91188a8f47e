import { expect, test } from "vitest";
import { parseEnvFile, readEnvFile } from "#features/localApps/core/envFile.ts";

test.each([
  ["KEY=value", { KEY: "value" }],
  ["export KEY = value ", { KEY: "value" }],
  ["A=1\r\nB=2\r\n", { A: "1", B: "2" }],
  ["\uFEFFKEY=value", { KEY: "value" }],
  ["# KEY=value\n\nnot a variable\n1ST=no", {}],
  ["KEY=", { KEY: "" }],
  ["URL=https://a.example/?x=1#part", { URL: "https://a.example/?x=1#part" }],
  ["KEY=value # a comment", { KEY: "value" }],
  ['KEY="a # b" # a comment', { KEY: "a # b" }],
  [`KEY="a" # a 'comment' with "quotes"`, { KEY: "a" }],
  ["KEY='it is \"quoted\"'", { KEY: 'it is "quoted"' }],
  ["KEY=first\nKEY=second", { KEY: "second" }],
])("%j", (text, variables) => {
  expect(parseEnvFile(text)).toEqual(variables);
});

test("a file that isn't there has no variables, and one that can't be read is an error", async () => {
  expect(await readEnvFile("/no/such/.env")).toEqual({});
  await expect(readEnvFile("/")).rejects.toThrow("EISDIR");
});
