import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ToolName } from "../../../../../src/runs/questions/toolNames.ts";
import { startSampleApp } from "../../../../../src/sample/server.ts";
import { temporaryFolder } from "../../../../harness/paths.ts";
import { openToolWorld } from "../../../../support/agentTools/toolWorld.ts";

const refund = { ticket_subject: "Charged twice", amount: 480, currency: "USD" };
const golden = {
  name: "Refunds 480",
  request: { input: refund, user_id: "customer-7421" },
  checks: [{ status: "completed" }, { output: "refund.amount", equals: 480 }],
};

/** Does what an agent does that fixes an app, with the words of the results alone. */
test("an agent finds a failed run, starts the run file again after a change, compares and runs golden tests", async () => {
  const folder = await temporaryFolder();
  const app = await startSampleApp({ speed: 100_000, pastRuns: 0 });
  await using world = await openToolWorld({ baseUrl: app.url, accessKey: app.accessKey, folder: folder.path });
  const say = async (name: ToolName, input: object): Promise<string> => {
    const { text, isError } = await world.call(name, input);
    expect([name, isError, text]).toEqual([name, false, text]);
    return text;
  };
  try {
    const path = join(folder.path, "refund.run.json");
    await writeFile(path, JSON.stringify({ ...refund, fail: true }));
    await writeFile(join(folder.path, "refund.golden.json"), JSON.stringify(golden));

    const first = idIn(await say("runFile", { path: "refund.run.json" }));
    expect(await say("waitForRun", { runId: first })).toContain("status: failed");
    const failed = idIn(await say("listRuns", { status: ["failed"] }));
    expect(failed).toBe(first);
    expect(await say("readStory", { runId: failed })).toContain("failure: ");

    const { fail: _, ...mended } = JSON.parse(await readFile(path, "utf8")) as Record<string, unknown>;
    await writeFile(path, JSON.stringify(mended));
    const second = idIn(await say("runFile", { path: "refund.run.json" }));
    expect(await say("waitForRun", { runId: second })).toContain("status: completed");
    expect(await say("compareRuns", { runA: failed, runB: second })).toContain("first difference: ");
    expect(await say("runGoldenTests", { paths: ["refund.golden.json"] })).toMatch(
      /^1 golden test on .*: 1 passed\.$/m,
    );

    expect(app.created.map(({ run_id: id, input }) => ({ id, input }))).toEqual([
      { id: first, input: { ...refund, fail: true } },
      { id: second, input: refund },
      { id: expect.any(String), input: refund },
    ]);
    const writes = app.requests
      .filter(({ method }) => method !== "GET")
      .map(({ method, path: url }) => `${method} ${url}`);
    expect(writes).toEqual(["POST /v1/runs", "POST /v1/runs", "POST /v1/runs"]);
    expect(world.asked.map(({ question }) => question)).toEqual([
      "Start a run with refund.run.json on Support Triage?",
      "Start a run with refund.run.json on Support Triage?",
      "Run 1 golden test on Support Triage?",
    ]);
    expect(world.started).toEqual(app.created.map(({ run_id: id }) => id));
    expect(world.errors).toEqual([]);
  } finally {
    await app.close();
    await folder.remove();
  }
});

function idIn(text: string): string {
  return /^- id: ([\w-]+)/m.exec(text)?.[1] ?? "";
}
