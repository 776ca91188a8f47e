import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "mocha";
import type { RunFilter } from "#runs/store/runFilter.ts";
import type { SavedView } from "#runs/store/savedView.ts";
import { createAccessKey } from "#server/http/auth.ts";
import { connect, connectApp, type ConnectedApp } from "../../../support/connectedApp.ts";
import { eventually } from "../../../support/eventually.ts";
import { call as callCommand, hideRuns } from "../../../support/extension.ts";
import { QuickInputs } from "../../../support/quickInputs.ts";
import { thrownBy } from "../../../support/thrown.ts";

/** Its result as JSON: a field that isn't set is absent. */
async function call<T>(command: string, ...args: unknown[]): Promise<T | undefined> {
  const result = await callCommand<T>(command, ...args);
  return result === undefined ? undefined : (JSON.parse(JSON.stringify(result)) as T);
}

const sessionId = "3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d";

describe("the explorer's filter", () => {
  let connected: ConnectedApp;

  before(async () => {
    connected = await connectApp({ pastRuns: 3 });
  });

  afterEach(async () => {
    await call("switchConnection", connected.connectionId);
    await call("clearFilter");
  });

  after(async () => {
    await hideRuns();
    await connected.close();
  });

  /** The filter as the extension holds it: what a view that is saved now gets. */
  const held = async (): Promise<RunFilter | undefined> => {
    const view = await call<SavedView>("saveView", "To look at the filter");
    if (view) await call("deleteView", view.id);
    return view?.filter;
  };

  it("is set by an argument without its empty fields, and cleared", async () => {
    const wanted = { statuses: ["failed", "of the future"], userId: "u", sessionId, maxAge: 1000 };
    assert.deepEqual(await call("filter", { ...wanted, text: " " }), wanted);
    assert.deepEqual(await held(), wanted);
    assert.deepEqual(await call("filter", { statuses: ["failed"], text: "" }), { statuses: ["failed"] });
    await call("clearFilter");
    assert.deepEqual(await held(), undefined);
  });

  it("is a query, and what the app's list can't answer is searched", async () => {
    assert.deepEqual(await call("filter", "status:running user:ann since:7d"), {
      statuses: ["started"],
      userId: "ann",
      maxAge: 7 * 86_400_000,
    });
    const view = await call<SavedView>("saveView", "Ann's");
    assert.equal(view?.query, "status:started user:ann since:7d");
    await call("deleteView", view?.id);
    await call("filter", { statuses: ["failed"], text: "charged twice" });
    assert.deepEqual(await held(), { statuses: ["started"], userId: "ann", maxAge: 7 * 86_400_000 });
    const search = await call<SavedView>("saveSearch", "Searched");
    assert.equal(search?.query, 'status:failed "charged twice"');
    await call("clearResults");
    // As a click on its row does.
    await call("applyView", search?.id);
    const again = await call<SavedView>("saveSearch", "Searched again");
    assert.equal(again?.query, search?.query);
    for (const each of [search, again]) await call("deleteView", each?.id);
    await call("clearResults");
  });

  it("takes a pasted key out, and says so until something else is typed", async () => {
    const inputs = new QuickInputs();
    try {
      const filtering = call<RunFilter>("filter");
      const pick = await inputs.pick("Filter Runs");
      const shown = pick.prompt;
      pick.value = createAccessKey();
      await eventually(() => assert.match(pick.prompt ?? "", /^This is an access key, .* It was removed\.$/));
      assert.equal(pick.value, "");
      pick.value = "status:failed";
      await eventually(() => assert.equal(pick.prompt, shown));
      await inputs.cancel();
      await filtering;
    } finally {
      inputs.restore();
    }
  });

  it("is built part by part, each applies at once, and no typed text is lost", async () => {
    const inputs = new QuickInputs();
    try {
      const first = "Filter Runs";
      const filtering = call<RunFilter>("filter");
      await inputs.choose(first, "Status");
      await inputs.tick("Filter by Status", "Failed", "Running");
      await eventually(async () => assert.deepEqual((await held())?.statuses, ["started", "failed"]));
      await inputs.back();
      const status = (await inputs.pick(first)).items.find(({ label }) => label === "Status");
      assert.equal(status?.description, "status:started,failed");
      await inputs.choose(first, "User");
      (await inputs.pick("Filter by User")).value = "customer-1";
      await eventually(async () => assert.equal((await inputs.pick("Filter by User")).items[0]?.label, "customer-1"));
      await inputs.back();
      await inputs.choose(first, "User");
      assert.equal((await inputs.pick("Filter by User")).value, "customer-1");
      await inputs.choose("Filter by User", "customer-1");
      await inputs.choose(first, "Session");
      const session = await inputs.pick("Filter by Session");
      session.value = "not a session";
      await eventually(() => assert.match(session.items[0]?.label ?? "", /“not a session” isn't a session ID/));
      await inputs.choose("Filter by Session", "isn't a session ID");
      assert.equal((await inputs.pick("Filter by Session")).value, "not a session");
      session.value = sessionId;
      await eventually(() => assert.equal(session.items[0]?.label, sessionId));
      await inputs.choose("Filter by Session", sessionId);
      await inputs.choose(first, "Age");
      await inputs.choose("Filter by Age", "Last 24 hours");
      const whole = `status:started,failed user:customer-1 session:${sessionId} since:24h`;
      assert.equal((await inputs.pick(first)).prompt, `Shown: ${whole}`);
      await inputs.cancel();
      assert.deepEqual(await filtering, {
        statuses: ["started", "failed"],
        userId: "customer-1",
        sessionId,
        maxAge: 86_400_000,
      });
      const clearing = call<RunFilter>("filter");
      await inputs.choose(first, "Clear");
      await inputs.pick(first);
      await inputs.cancel();
      assert.deepEqual(await clearing, {});
    } finally {
      inputs.restore();
    }
  });

  it("is narrowed by a typed query, and any other text is searched within it", async () => {
    const inputs = new QuickInputs();
    try {
      const [title, last] = ["Filter Runs", async () => (await inputs.pick("Filter Runs")).items.at(-1)?.label];
      const type = async (text: string, label: string): Promise<void> => {
        (await inputs.pick(title)).value = text;
        await eventually(async () => assert.equal(await last(), label));
        await inputs.choose(title, label);
      };
      const filtering = call<RunFilter>("filter");
      await type("status:failed", "Filter by “status:failed”");
      assert.deepEqual(await filtering, { statuses: ["failed"] });
      const searching = call<RunFilter>("filter");
      await type("charged twice", "Search for “charged twice”");
      assert.deepEqual(await searching, { statuses: ["failed"] });
      const search = await call<SavedView>("saveSearch", "Typed");
      assert.equal(search?.query, "status:failed charged twice");
      await call("deleteView", search?.id);
      await call("clearResults");
      const correcting = call("filter");
      await type("tol:refund", "Search for “tol:refund”");
      assert.equal((await inputs.pick("Search Runs: 0 of 3 match")).value, "status:failed tol:refund");
      await inputs.cancel();
      await correcting;
    } finally {
      inputs.restore();
    }
  });

  it("belongs to one connection", async () => {
    await call("filter", { userId: "one" });
    await connect(connected.app.url, connected.app.accessKey, "The same app again");
    assert.deepEqual(await held(), undefined);
    await call("filter", { userId: "other" });
    await call("switchConnection", connected.connectionId);
    assert.deepEqual(await held(), { userId: "one" });
  });

  it("is narrowed to the user and the session of a run, its other parts stay", async () => {
    const request = { input: { ticket_subject: "Mine" }, user_id: "customer-1", session_id: sessionId };
    const { id } = await connected.api.createRun(request, { mode: "wait" });
    await call("filter", { statuses: ["completed"], userId: "somebody else" });
    const statuses = ["completed"];
    assert.deepEqual(await call("filterByUser", { kind: "run", runId: id }), { statuses, userId: "customer-1" });
    assert.deepEqual(await call("filterBySession", id), { statuses, userId: "customer-1", sessionId });
  });

  const refused: [string, unknown, RegExp][] = [
    ["filter", "tol:refund", /no key “tol”/],
    ["filter", { sessionId: "3d3e8a1f" }, /^sessionId: .*UUID/],
    ["filter", { user: "u" }, /^user: .*userId/],
    ["groupBy", "color", /^groupBy: .*session/],
    ["saveView", " ", /^name: /],
  ];
  for (const [command, argument, reason] of refused) {
    it(`is left alone by ${command} ${JSON.stringify(argument)}, and the caller is told why`, async () => {
      await call("filter", { userId: "stays" });
      assert.match((await thrownBy(call(command, argument))).message, reason);
      assert.deepEqual(await held(), { userId: "stays" });
    });
  }
});

describe("saved views", () => {
  let connected: ConnectedApp;

  before(async () => {
    connected = await connectApp();
  });

  after(() => connected.close());

  it("store a filter, get a free name, can be applied, and can be deleted", async () => {
    await call("filter", { statuses: ["failed"] });
    const first = await call<SavedView>("saveView", "Failed");
    const second = await call<SavedView>("saveView", "Failed");
    assert.ok(first && second);
    assert.deepEqual([first.name, second.name], ["Failed", "Failed 2"]);
    await call("filter", { userId: "somebody else" });
    assert.deepEqual(await call("applyView", { kind: "view", viewId: first.id }), { statuses: ["failed"] });
    await call("deleteView", first.id);
    await call("renameView", second.id, "Failed");
    assert.equal((await call<SavedView>("saveView", "Failed"))?.name, "Failed 2");
    assert.equal(await call("applyView", first.id), undefined);
  });
});
