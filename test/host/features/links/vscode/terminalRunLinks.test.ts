import assert from "node:assert/strict";
import { it } from "mocha";
import { TerminalRunLinks } from "../../../../../src/features/links/vscode/terminalRunLinks.ts";
import { createRunElsewhere } from "../../../../e2e/support/sampleApp.ts";
import { startSampleApp } from "../../../../support/sample/testApp.ts";
import { openRows } from "../../../support/rowsOfWindow.ts";

it("the id of a run in a terminal is a link if the active app has the run, and the app is asked once", async () => {
  const app = await startSampleApp({ speed: 200, pastRuns: 0 });
  const window = await openRows();
  const runId = await createRunElsewhere(app, { ticket_subject: "Where is my invoice?" });
  const { id: connectionId } = await window.connect(app, "App");
  const links = new TerminalRunLinks({ activeRuns: window.runs, watched: { apps: [] } } as never);
  const unknown = "00000000-0000-4000-8000-000000000000";
  const line = `started ${runId}, not ${unknown}`;
  const expected = [{ startIndex: 8, length: 36, tooltip: "Open Run", place: { connectionId, runId } }];
  assert.deepEqual(await links.linksIn(line), expected);
  const asked = (): number => app.requests.filter(({ path }) => path.includes(unknown)).length;
  assert.equal(asked(), 1);
  assert.deepEqual(await links.linksIn(line), expected);
  assert.equal(asked(), 1);
  window.close();
  await app.close();
});
