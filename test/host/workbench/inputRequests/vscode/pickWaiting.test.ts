import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "mocha";
import { answerElsewhere, freePort } from "../../../../e2e/support/sampleApp.ts";
import { startSampleApp } from "../../../../support/sample/testApp.ts";
import { connect, connectApp, type ConnectedApp, removeConnection, waitingRun } from "../../../support/connectedApp.ts";
import { answerDialogs, type Dialogs } from "../../../support/dialogs.ts";
import { eventually } from "../../../support/eventually.ts";
import { call } from "../../../support/extension.ts";
import { QuickInputs } from "../../../support/quickInputs.ts";

const refund = { ticket_subject: "Refund request over $500", amount: 620, customer_id: "customer-7421" };
const list = "Approve which input request?";
const prompt = "Approve issuing a $620 refund to customer-7421?";

describe("waiting runs by the palette", () => {
  let connected: ConnectedApp;
  let inputs: QuickInputs;
  let dialogs: Dialogs;

  beforeEach(async () => {
    connected = await connectApp();
    inputs = new QuickInputs();
    dialogs = answerDialogs();
  });

  afterEach(async () => {
    inputs.restore();
    dialogs.restore();
    await connected.close();
  });

  it("are those of all connections, the oldest first, and an app that fails is a row with the reason", async () => {
    const other = await startSampleApp({ speed: 1_000_000, pastRuns: 0 });
    await waitingRun(connected, { ...refund, customer_id: "first" });
    const active = connected.connectionId;
    const second = await connect(other.url, other.accessKey, "Not watched");
    await waitingRun(connected, { ...refund, customer_id: "second" });
    const lost = await connect(`http://127.0.0.1:${await freePort()}`, undefined, "Lost");
    await call("switchConnection", active);
    const showing = call("showWaiting");
    await eventually(async () => {
      const { items } = await inputs.pick("Waiting Runs");
      assert.deepEqual(
        items.map(({ label, description }) => `${label} ${description?.split(" · ")[0]}`),
        [
          "Approve issuing a $620 refund to first? Host test",
          "Approve issuing a $620 refund to second? Not watched",
          "Lost Can't be reached",
        ],
      );
    });
    await inputs.cancel();
    assert.equal(await showing, undefined);
    for (const id of [second, lost]) await removeConnection(id);
    await other.close();
  });

  it("are approved one after the other: a single one at once, and each answer leads to the next", async () => {
    const targets = [await waitingRun(connected, refund), await waitingRun(connected, refund)];
    const approving = call("approveRequest");
    assert.equal((await inputs.pick(list)).items.length, 2);
    await inputs.accept(list);
    await inputs.accept(`Approve: ${prompt}`);
    await eventually(async () => assert.equal((await inputs.pick(list)).items.length, 1));
    await inputs.cancel();
    assert.equal(await approving, targets[0]?.requestId);

    const single = call("approveRequest");
    await inputs.accept(`Approve: ${prompt}`);
    assert.equal(await single, targets[1]?.requestId);
    assert.equal(connected.app.answers.length, 2);
  });

  it("close the box that asks about one when somebody else answers, and say what they decided", async () => {
    const target = await waitingRun(connected, refund);
    const rejecting = call("rejectRequest", target);
    await inputs.enter(`Reject: ${prompt}`, "");
    assert.equal(await rejecting, target.requestId);

    const another = await waitingRun(connected, refund);
    const late = call("rejectRequest", another);
    const box = await inputs.box(`Reject: ${prompt}`);
    box.value = "No receipt.";
    await answerElsewhere(connected.app, another.runId);
    await dialogs.note(/^Somebody else already approved this at [\d:]+\./);
    assert.equal(await late, undefined);
    assert.equal(connected.app.answers.length, 2);
  });
});
