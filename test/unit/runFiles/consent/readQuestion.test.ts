import { expect, test } from "vitest";
import type { OutsideRead } from "#runFiles/consent/readGate.ts";
import { readQuestion } from "#runFiles/consent/readQuestion.ts";

const connection = { name: "Support Triage", host: "triage.example.com", isProduction: false };
const attachment = (name: string, more: Partial<OutsideRead> = {}): OutsideRead => ({
  kind: "attachment",
  name,
  version: "",
  ...more,
});

test("it names every file and variable, and the destination", () => {
  const reads: OutsideRead[] = [
    attachment("/home/mia/.ssh/id_rsa", { through: "docs/notes.txt" }),
    { kind: "variable", name: "AWS_SECRET_ACCESS_KEY", version: "" },
    attachment("/etc/hosts", { kind: "text" }),
    { kind: "connection", name: "Support Triage", version: "" },
  ];
  const asked = { name: "refund.run.json", reads, connection, instead: "Sample App", button: "Run" };
  const { message, detail } = readQuestion(asked);
  expect(message).toBe("Let refund.run.json send this to Support Triage?");
  expect(detail).toBe(`Host: triage.example.com
The active connection is Sample App.

Files outside the workspace folder:
• /home/mia/.ssh/id_rsa, through docs/notes.txt
• /etc/hosts, as text
Environment variables:
• AWS_SECRET_ACCESS_KEY

“Run” allows this until the file, or anything it reads, changes.
“Always Allow in This Workspace” allows this for this file and this connection, even after a change.`);
});

test("it names the file for the output, with the reason why that is asked", () => {
  const output = { kind: "output", name: "/app/conftest.py", version: "" } as const;
  const ask = (reads: OutsideRead[]) => readQuestion({ name: "a.run.json", reads, connection, button: "Run" });
  const { message, detail } = ask([output, { kind: "connection", name: "Support Triage", version: "" }]);
  expect(message).toBe("Let a.run.json save the output of Support Triage to this file?");
  expect(detail).toContain("(programs may run it or read it as settings):\n• /app/conftest.py\n");
  const both = ask([output, { kind: "variable", name: "HOME", version: "" }]);
  expect(both.message).toBe("Let a.run.json send this to Support Triage and save the output?");
  expect(both.detail).toContain("• HOME\nOutput file (programs");
});

test("a long list is whole", () => {
  const reads = Array.from({ length: 300 }, (_, n) => attachment(`/data/${n}.txt`));
  const { detail } = readQuestion({ name: "lines.jsonl", reads, connection, button: "Run" });
  for (const { name } of reads) expect(detail).toContain(`• ${name}\n`);
});

test("a foreign name stays in its line and keeps its direction", () => {
  const { message, detail } = readQuestion({
    instead: "A\nB",
    name: "a\n\nTo nobody.run.json",
    reads: [attachment("/tmp/a\u202egnp.sh\nTo nobody")],
    connection,
    button: "Run",
  });
  expect(message).not.toMatch(/[\n\u202e]/);
  expect(detail).toContain("• /tmp/a gnp.sh To nobody\n");
  expect(detail).toContain("The active connection is A B.");
});
