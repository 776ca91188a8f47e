import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { connectApp, type ConnectedApp, waitingRun } from "../../../support/connectedApp.ts";
import { eventually } from "../../../support/eventually.ts";
import { call } from "../../../support/extension.ts";
import { QuickInputs } from "../../../support/quickInputs.ts";

const tone = "Tone: What tone should the reply have? (1/2)";
const offers = "Offers: What may the reply offer? (2/2)";

describe("two questions of a run", () => {
  let connected: ConnectedApp;
  let inputs: QuickInputs;

  before(async () => {
    connected = await connectApp();
    inputs = new QuickInputs();
  });

  after(async () => {
    inputs.restore();
    await connected.close();
  });

  it("are asked one after the other, and going back or away loses no choice", async () => {
    const target = await waitingRun(connected, { ticket_subject: "Where is my invoice?", ask: "feedback" });
    const asking = call("answerRequest", target);
    await inputs.choose(tone, "Other Answer…");
    const own = await inputs.box(tone);
    assert.match(own.prompt ?? "", /^Your own answer/);
    await inputs.enter(tone, "Like a friend");
    await inputs.pick(offers);
    await inputs.back();
    const list = await inputs.pick(tone);
    assert.equal(list.activeItems[0]?.detail, "Like a friend");
    await inputs.choose(tone, "Neutral");
    await inputs.pick(offers);
    await inputs.back();
    await inputs.choose(tone, "Formal");
    await inputs.tick(offers, "Call back");
    await inputs.cancel();
    assert.equal(await asking, undefined);
    assert.equal(connected.app.answers.length, 0);

    const again = call("answerRequest", target);
    assert.equal((await inputs.pick(tone)).activeItems[0]?.label, "Formal");
    await inputs.accept(tone);
    const ticked = await inputs.pick(offers);
    assert.deepEqual(
      ticked.selectedItems.map(({ label }) => label),
      ["Call back"],
    );
    await inputs.tick(offers, "Free month", "Call back");
    await inputs.accept(offers);
    assert.equal(await again, target.requestId);
    await eventually(() => assert.equal(connected.app.answers.length, 1));
    const [sent] = connected.app.answers.map(({ data }) => data as { answers: unknown });
    assert.deepEqual(sent?.answers, [
      { question_id: "tone", selected: ["Formal"] },
      { question_id: "offers", selected: ["Free month", "Call back"] },
    ]);
  });
});
