import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import { after, afterEach, before, describe, it } from "mocha";
import * as vscode from "vscode";
import type { ConversationRef } from "#features/conversations/page/messages.ts";
import { connect, connectApp, type ConnectedApp, writesTo } from "../../../support/connectedApp.ts";
import { answerDialogs } from "../../../support/dialogs.ts";
import { call } from "../../../support/extension.ts";
import { listen } from "../../../support/listeningServer.ts";

const ids = { user_id: "lena", session_id: "6c1f6a3e-9b10-4c55-8a57-2d1f0b7f6c52" };

describe("forking a conversation", () => {
  let connected: ConnectedApp;
  let turns: string[];

  before(async () => {
    connected = await connectApp();
    turns = [];
    for (const input of ["My name is Lena and my order is 4411.", "Where is my order?", "Who am I?"]) {
      const fields = { play: "chat", input, session_id: ids.session_id };
      turns.push((await connected.api.createRun({ input: fields, ...ids }, { mode: "wait" })).id);
    }
    await call("refresh");
  });

  afterEach(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  after(() => connected.close());

  const fork = (at: number) =>
    call<ConversationRef>("forkConversation", { connectionId: connected.connectionId, runId: turns[at] });

  it("sends nothing without the person's consent", async () => {
    const sent = writesTo(connected.app).length;
    assert.equal(await fork(1), undefined);
    assert.equal(writesTo(connected.app).length, sent);
  });

  it("sends the messages up to a turn in a new session, each after the end of the one before", async () => {
    const dialogs = answerDialogs();
    dialogs.choice = "Fork";
    const sent = connected.app.created.length;
    const ref = await fork(1).finally(dialogs.restore);
    const created = connected.app.created.slice(sent);
    assert.notEqual(ref?.sessionId, ids.session_id);
    const expected = ["My name is Lena and my order is 4411.", "Where is my order?"].map((input) => ({
      input: { play: "chat", input, session_id: ref?.sessionId },
      user_id: "lena",
      session_id: ref?.sessionId,
    }));
    const requests = created.map(({ input, user_id, session_id }) => ({ input, user_id, session_id }));
    assert.deepEqual(requests, expected);
    const [first, second] = await Promise.all(created.map(({ run_id: id }) => connected.api.getRun(id)));
    assert.ok((first?.ended_at ?? "") <= (second?.started_at ?? ""), "the second turn didn't wait for the first");
    assert.match(JSON.stringify(second?.output), /4411/);
    const [{ question, detail } = { question: "", detail: "" }] = dialogs.shown;
    assert.equal(question, "Send 2 messages again in a new session?");
    for (const part of ["User: lena", "2 runs, one after another", "Where is my order?"])
      assert.ok(detail.includes(part), part);
    assert.ok(!detail.includes(ids.session_id) && detail.includes(ref?.sessionId ?? "?"), detail);
  });

  it("has no message of somebody else whose runs the app lists, too", async () => {
    const elsewhere = { user_id: "ceo@customer.example", session_id: ids.session_id };
    const input = { play: "chat", input: "Who is Lena?" };
    await connected.api.createRun({ input, ...elsewhere }, { mode: "wait" });
    const server = await listen((request, response) => {
      const url = new URL(request.url ?? "/", connected.app.url);
      url.searchParams.delete("user_id");
      const { method, headers } = request;
      const passed = httpRequest(url, { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      request.pipe(passed);
    });
    const dialogs = answerDialogs();
    dialogs.choice = "Fork";
    try {
      const last = (await connected.api.createRun({ input, ...ids }, { mode: "wait" })).id;
      const connectionId = await connect(server.url, connected.app.accessKey);
      const sent = connected.app.created.length;
      await call("forkConversation", { connectionId, runId: last });
      const users = connected.app.created.slice(sent).map(({ user_id: user }) => user);
      assert.deepEqual(users, ["lena", "lena", "lena", "lena"]);
    } finally {
      dialogs.restore();
      await call("switchConnection", connected.connectionId);
      await server.close();
    }
  });

  it("asks for a list of messages without the answers of before, and sends it with those of the fork", async () => {
    const said = (...texts: string[]) =>
      texts.map((content, index) => ({ role: index % 2 === 0 ? "user" : "assistant", content }));
    const of = { user_id: "max", session_id: "0e5d2a51-71f7-4a34-9a1c-5b7f0f2f9a10" };
    const messages = [said("I am Max."), said("I am Max.", "An old answer", "Who am I?")];
    const runs: string[] = [];
    for (const list of messages)
      runs.push((await connected.api.createRun({ input: { messages: list }, ...of }, { mode: "wait" })).id);
    const dialogs = answerDialogs();
    dialogs.choice = "Fork";
    const sent = connected.app.created.length;
    const target = { connectionId: connected.connectionId, runId: runs[1] };
    await call("forkConversation", target).finally(dialogs.restore);
    const lists = connected.app.created.slice(sent).map(({ input }) => (input as { messages: unknown[] }).messages);
    assert.deepEqual(lists[0], messages[0]);
    assert.deepEqual([lists[1]?.[0], lists[1]?.at(-1)], [messages[1]![0], messages[1]![2]]);
    assert.ok(!JSON.stringify(lists).includes("An old answer"));
    const [{ detail } = { detail: "" }] = dialogs.shown;
    assert.ok(detail.includes("Who am I?") && detail.includes("fork's new answers"), detail);
    assert.ok(!detail.includes("An old answer"), detail);
  });
});
