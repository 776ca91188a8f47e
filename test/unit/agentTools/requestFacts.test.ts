import { expect, test } from "vitest";
import { requestFacts } from "../../../src/agentTools/files/requestFacts.ts";
import { Cover } from "../../../src/runs/values/cover.ts";

test("a question shows every value that is sent, whatever its name, and covers keys alone", () => {
  const key = "dynamiq_acc_0123456789abcdef";
  const request = {
    input: { token: 483920, password: "1,000,000 EUR", note: `key ${key}` },
    user_id: "ceo\nHost: other",
    file_ids: ["upload-1"],
  };
  const shown = { request, files: ["note.txt (5 B)"], variables: ["${env:USER}"], fresh: new Map() };
  const facts = requestFacts(shown, new Cover());
  expect(facts).toEqual([
    'Input: {"token":483920,"password":"1,000,000 EUR","note":"key •••"}',
    'User: "ceo\\nHost: other"',
    "Attachment: note.txt (5 B)",
    "Upload: upload-1",
    "Filled in: ${env:USER}",
  ]);
});
