import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { connect, connectApp, type ConnectedApp } from "../../../support/connectedApp.ts";
import { call } from "../../../support/extension.ts";
import { thrownBy } from "../../../support/thrown.ts";

const nowhere = "00000000-0000-4000-8000-000000000000";

describe("the public API reads", () => {
  let connected: ConnectedApp;

  before(async () => {
    connected = await connectApp({ pastRuns: 60 });
  });

  after(() => connected.close());

  it("a page of runs", async () => {
    const { data, pagination } = await connected.api.listRuns({ page: 2, page_size: 40 });
    assert.equal(data.length, 20);
    assert.deepEqual(pagination, { page: 2, page_size: 40, page_count: 2, total_count: 60 });
  });

  it("and reports a run that doesn't exist", async () => {
    const { kind, status, code } = await thrownBy(connected.api.getRun(nowhere));
    assert.deepEqual({ kind, status, code }, { kind: "not-found", status: 404, code: "not_found" });
  });

  it("and reports a wrong key", async () => {
    const connectionId = await connect(connected.app.url, `dynamiq_acc_${"0".repeat(64)}`);
    const error = await thrownBy(connected.api.listRuns());
    assert.deepEqual([error.kind, error.status, error.code], ["auth", 401, "unauthorized"]);
    assert.equal(error.connectionId, connectionId);
    await call("switchConnection", connected.connectionId);
  });

  it("and reports an app that can't be reached", async () => {
    // No server gets this port by chance.
    await connect("http://127.0.0.1:9");
    const { kind, status, code } = await thrownBy(connected.api.listRuns());
    assert.deepEqual({ kind, status, code }, { kind: "network", status: undefined, code: "ECONNREFUSED" });
    await call("switchConnection", connected.connectionId);
  });
});
