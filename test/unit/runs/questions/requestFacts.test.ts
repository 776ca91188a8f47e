import { expect, test } from "vitest";
import { parseGoldenFile } from "#features/golden/core/file/goldenFile.ts";
import { testRequestFacts } from "#features/golden/core/testFacts.ts";
import { requestFacts } from "#runs/questions/requestFacts.ts";
import { Cover } from "#runs/values/cover.ts";

test("a question shows every value that is sent, whatever its name, and covers keys alone", () => {
  const key = "dynamiq_acc_0123456789abcdef";
  const request = {
    input: { token: 483920, password: "1,000,000 EUR", note: `key ${key}\u00a0\u202e\n` },
    user_id: "ceo\nHost: other",
    file_ids: ["upload-1"],
  };
  const shown = { request, files: ["note.txt (5 B)"], variables: ["${env:USER}"], fresh: new Map() };
  const facts = requestFacts(shown, new Cover());
  expect(facts).toEqual([
    'Input: {"token":483920,"password":"1,000,000 EUR","note":"key •••\\u00a0\\u202e\\n"}',
    'User: "ceo\\nHost: other"',
    "Attachment: note.txt (5 B)",
    "Upload: upload-1",
    "Filled in: ${env:USER}",
  ]);
});

test("a question about a golden conversation names what each turn sends, and one session for all", async () => {
  const turn = (input: string): string => `{"input": {"input": "${input}"}, "checks": [{"status": "completed"}]}`;
  const text = `{"name": "a", "request": {"user_id": "lena"}, "turns": [${turn("Hello")}, ${turn("Thanks")}]}`;
  const [test] = parseGoldenFile(text, "a.golden.json").tests;
  const requests = test!.turns.map(({ request }) => ({ request: request.parsed.request, files: [] }));
  const confirmed = { requests, fresh: new Map<string, string>(), variables: [], parts: [] };
  expect(await testRequestFacts(test!, confirmed, "/workspace", new Cover())).toEqual([
    "Turn 1:",
    'Input: {"input":"Hello"}',
    "User: lena",
    "Turn 2:",
    'Input: {"input":"Thanks"}',
    "User: lena",
    "Session: a new one for all turns",
  ]);
});
