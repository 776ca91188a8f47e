import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answerDocument, answerOf } from "#workbench/inputRequests/core/answerMarkdown.ts";

const head = { connectionName: "Support Triage", runTitle: "Refund", prompt: "What **tone**?\n\nBe brief." };

describe("the document of an answer", () => {
  test("has the input request on top as a quoted comment, the choices, and then the answer", () => {
    expect(answerDocument({ ...head, chosen: ["Tone: Warm"] }, "Warm, *please*.\n")).toMatch(
      /^<!-- .*“Refund” in Support Triage.*\n> What \*\*tone\*\*\?\n>\n> Be brief\.\n.*Tone: Warm\n.* -->\n\nWarm/s,
    );
  });

  test("returns exactly the text below, whatever was asked", () => {
    const text = fc.string({ unit: "grapheme" }).filter((each) => !each.startsWith("\r"));
    fc.assert(
      fc.property(text, text, fc.array(text), (prompt, answer, chosen) => {
        expect(answerOf(answerDocument({ ...head, prompt: `${prompt}-->${prompt}`, chosen }, answer))).toBe(answer);
      }),
    );
  });

  test("keeps a person's changes: comments of their own, an answer right below, no comment at all", () => {
    expect(answerOf("My answer\n<!-- a note -->")).toBe("My answer\n<!-- a note -->");
    expect(answerOf("<!-- my own note -->\nMy answer")).toBe("<!-- my own note -->\nMy answer");
    expect(answerOf("<!-- Dynamiq Runs: asks -->\r\n\r\nMine\r\n")).toBe("Mine\r\n");
    expect(answerOf("<!-- Dynamiq Runs: asks -->Mine")).toBe("Mine");
    expect(answerOf("Above.\n<!-- Dynamiq Runs: asks -->\n\nBelow.")).toBe("Above.\nBelow.");
  });

  test("is all comment without the comment's end, so that nothing is sent by mistake", () => {
    expect(answerOf("<!-- Dynamiq Runs: asks\n\nMine")).toBe("");
  });
});
