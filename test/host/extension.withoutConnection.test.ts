import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { offeredIn } from "../support/palette.ts";
import { errorsFromPalette } from "./support/errorsFromPalette.ts";
import { activateExtension, call } from "./support/extension.ts";
import { Folder } from "./support/folder.ts";
import { thrownBy } from "./support/thrown.ts";

// Its name makes it run before the files that add connections: those stay, because removing one asks a question that
// the suite can't answer.
describe("before there is a connection", () => {
  it("the API says that there is no connection", async () => {
    const api = await activateExtension();
    for (const asked of [api.listRuns(), api.getRun("any"), api.createRun({ input: {} })]) {
      assert.match((await thrownBy(asked)).message, /no connection/i);
    }
  });

  it("commands on files and runs return nothing", async () => {
    await activateExtension();
    const folder = await Folder.make();
    const uri = await folder.write("ticket.json", { ticket_subject: "Nobody is there" });
    for (const command of ["runFile", "runFileInBackground", "runFileAndWait", "uploadFiles"]) {
      assert.equal(await call(command, uri, [uri]), undefined, command);
    }
    assert.equal(await call("openRun", "8c2c8e2e-2f0a-4f4e-9f4f-6e1a52f0a001"), undefined);
  });

  it("refreshing is no error", async () => {
    await activateExtension();
    assert.equal(await call("refresh"), undefined);
  });

  it("no command of the palette ends with an error", async () => {
    await activateExtension();
    // The sample app and local runs would be connections.
    const commands = offeredIn({ "dynamiqRuns.viewState": "noConnection" }).filter(
      (id) => !["startSampleApp", "traceLocalRuns"].includes(id),
    );
    assert.ok(commands.length > 4);
    assert.deepEqual(await errorsFromPalette(commands), []);
  });
});
