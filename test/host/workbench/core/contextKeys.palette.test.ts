import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { offeredIn } from "../../../support/palette.ts";
import { connectApp, type ConnectedApp, writesTo } from "../../support/connectedApp.ts";
import { errorsFromPalette } from "../../support/errorsFromPalette.ts";

describe("the commands of the palette, with a connection to an app without runs,", () => {
  let connected: ConnectedApp;

  before(async () => {
    connected = await connectApp();
  });

  after(() => connected.close());

  it("end without an error when their questions are canceled, and send nothing", async () => {
    // These two would switch to another connection.
    const switching = ["startSampleApp", "traceLocalRuns"];
    const commands = offeredIn({ "dynamiqRuns.viewState": "empty" }).filter((id) => !switching.includes(id));
    assert.ok(commands.length > 20);
    assert.deepEqual(await errorsFromPalette(commands), []);
    assert.deepEqual(writesTo(connected.app), []);
  });
});
