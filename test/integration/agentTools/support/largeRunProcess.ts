import { cursorIn, openToolWorld } from "../../../support/agentTools/toolWorld.ts";
import { largeCalls } from "./largeCalls.ts";

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
