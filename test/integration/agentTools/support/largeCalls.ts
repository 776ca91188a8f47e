import type { ToolName } from "../../../../src/agentTools/toolNames.ts";

/** The calls that read a large run. @param kind `wide` for one large result, `long` for many events */
export function largeCalls(kind: string, runId: string): { name: ToolName; input: object }[] {
  if (kind === "wide") {
    return [
      { name: "getRun", input: { runId, part: "output" } },
      { name: "readStory", input: { runId } },
      { name: "readEvents", input: { runId, sequence: 3 } },
      { name: "findInRun", input: { runId, text: "the needle" } },
    ];
  }
  return [
    { name: "readStory", input: { runId } },
    { name: "readStory", input: { runId, from: "end" } },
    { name: "findInRun", input: { runId, text: "no such text" } },
    { name: "readEvents", input: { runId, from: 19_000 } },
    { name: "compareRuns", input: { runA: runId, runB: runId } },
  ];
}
