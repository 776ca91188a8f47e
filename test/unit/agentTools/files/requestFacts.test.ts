import { expect, test } from "vitest";
import { requestFacts, testRequestFacts } from "../../../../src/agentTools/files/requestFacts.ts";
import { parseGoldenFile } from "../../../../src/runFiles/golden/goldenFile.ts";
import { Cover } from "../../../../src/runs/values/cover.ts";

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

test("a question about a simulated person names who it is, what it wants, and that a model writes the messages", async () => {
  const text = `{"name": "a", "request": {"input": {"play": "chat"}, "user_id": "lena"}, "checks": [{"status": "failed"}],
    "person": {"persona": "Lena\\nHost: other", "goal": "Learn her name", "turns": {"atMost": 3}}}`;
  const [person] = parseGoldenFile(text, "a.golden.json").tests;
  const requests = [{ request: person!.turns[0]!.request.parsed.request, files: [] }];
  const confirmed = { requests, fresh: new Map<string, string>(), variables: [], parts: [] };
  expect(await testRequestFacts(person!, confirmed, "/workspace", new Cover())).toEqual([
    'Input: {"play":"chat"}',
    "User: lena",
    "Messages: written by a language model, which also reads the app's answers, at most 3",
    'Person: "Lena\\nHost: other"',
    "Goal: Learn her name",
    "Session: a new one for all turns",
  ]);
});
