import { cursorIn, openToolWorld } from "../../../../../support/agentTools/toolWorld.ts";

/** Calls tools on one run in a process whose heap is limited, and tells how long their results are. */
const [baseUrl = "", accessKey = "", runId = "", kind = "wide"] = process.argv.slice(2);
await using world = await openToolWorld({ baseUrl, accessKey });
const told: { name: string; text: string; tokens: number; continues: boolean }[] = [];
for (const { name, input } of largeCalls(kind, runId)) {
  const result = await world.call(name, input);
  const cursor = cursorIn(result);
  told.push({ name, text: result.text.slice(0, 300), tokens: result.tokens, continues: cursor !== undefined });
  if (cursor === undefined) continue;
  const next = await world.call(name, { ...input, cursor });
  told.push({ name, text: next.text.slice(0, 300), tokens: next.tokens, continues: cursorIn(next) !== undefined });
}
process.send?.(told, () => process.disconnect());

/** The calls that read a large run. @param kind `wide` for one large result, `long` for many events */
function largeCalls(kind: string, runId: string): { name: string; input: object }[] {
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
