import { fork } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { openToolWorld } from "../../../support/agentTools/toolWorld.ts";
import { bundledScript } from "../../../support/bundledScript.ts";
import { startSampleApp } from "../../../support/sample/testApp.ts";

interface Told {
  name: string;
  text: string;
  tokens: number;
  continues: boolean;
}

/** Calls the tools in a process of its own, whose heap may have so many megabytes: it ends if it needs more. */
async function toldWithin(megabytes: number, args: readonly string[]): Promise<Told[]> {
  const child = fork(bundledScript("test/integration/features/agents/core/support/largeRunProcess.ts"), args, {
    execArgv: [`--max-old-space-size=${megabytes}`],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let errors = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (errors += text));
  const told = once(child, "message").then(([message]) => message as Told[]);
  const [code] = (await once(child, "exit")) as [number | null];
  expect({ code, errors: code === 0 ? "" : errors }).toEqual({ code: 0, errors: "" });
  return told;
}

test("a run of 20,000 events is read in a heap of 40 MB, and read again only where it is new", async () => {
  const app = await startSampleApp({ speed: 1_000_000, pastRuns: 0 });
  try {
    await using world = await openToolWorld({ baseUrl: app.url, accessKey: app.accessKey });
    const api = await world.session.api();
    const { id } = await api.createRun({ input: { events: 20_000 } }, { mode: "wait" });
    const told = await toldWithin(40, [app.url, app.accessKey, id, "long"]);
    for (const { tokens } of told) expect(tokens).toBeLessThanOrEqual(4_000);
    expect(told.filter(({ continues }) => continues).map(({ name }) => name)).toContain("readEvents");
    // The story is read once: 101 pages. The rest are lists of events.
    const pages = app.requests.filter(({ path }) => path.includes("/events?"));
    expect(pages.length).toBeLessThan(130);
    expect(told.at(-1)?.text).toContain("don't differ in input, steps or output");
  } finally {
    await app.close();
  }
});
