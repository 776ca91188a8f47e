import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { windowTools } from "../../../../support/agentTools/everyTool.ts";
import { type ConnectedApp, connectApp, writesTo } from "../../../support/connectedApp.ts";
import { answerDialogs, type Dialogs } from "../../../support/dialogs.ts";
import { Folder } from "../../../support/folder.ts";
import { invokeTool } from "../../../support/toolCalls.ts";

const id = /- id: ([\w-]+)/;
const namesOf = (tools: readonly { name: string }[]): string[] => tools.map(({ name }) => name);
const reading = namesOf(windowTools.filter(({ hasEffects }) => !hasEffects));
const confirming = namesOf(windowTools.filter(({ confirms }) => confirms));

describe("language model tools", () => {
  let connected: ConnectedApp;
  let runs: string[];

  before(async () => {
    connected = await connectApp({ pastRuns: 20 });
    const listed = await invokeTool("listRuns", { status: ["completed"], limit: 2 });
    runs = listed.split("\n").flatMap((line) => id.exec(line)?.[1] ?? []);
  });

  after(() => connected.close());

  it("that only read are called without a question", async () => {
    const [runId = "", runB = ""] = runs;
    const inputs: Partial<Record<string, object>> = {
      listConnections: {},
      listRuns: { limit: 1 },
      listInputRequests: {},
      compareRuns: { runA: runId, runB },
      findInRun: { runId, text: "a" },
      searchRuns: { query: "ticket" },
      listCauses: {},
    };
    for (const name of reading) {
      const text = await invokeTool(name, inputs[name] ?? { runId });
      assert.match(text, /<<<run-data [0-9a-f]+/, name);
      assert.ok(!text.includes(connected.app.accessKey), name);
    }
    assert.deepEqual(writesTo(connected.app), []);
  });

  it("give a picture of a run as an image", async () => {
    const png = Buffer.from("89504e470d0a1a0a0000000d4948445200000010000000080802000000", "hex");
    const photo = { name: "photo.png", mime_type: "image/png", size: png.length, content: png.toString("base64") };
    const { id: runId } = await connected.api.createRun({ input: { note: "Broken", photo } }, { mode: "wait" });
    const input = { runId, pictures: true };
    const { content } = await vscode.lm.invokeTool("dynamiqRuns_getRun", { input, toolInvocationToken: undefined });
    const [text, image, ...more] = content as [vscode.LanguageModelTextPart, { data: Uint8Array; mimeType: string }];
    assert.match(text.value, /image photo\.png \(PNG image, 16 × 8, 29 B\): image 1 of this result/);
    assert.deepEqual([Buffer.from(image.data).toString("hex"), image.mimeType], [png.toString("hex"), "image/png"]);
    assert.deepEqual(more, []);
  });

  it("keep to the budget of their caller", async () => {
    const options = { tokenBudget: 700, countTokens: async (text: string) => text.length / 4 };
    const whole = await invokeTool("listRuns", { limit: 20 });
    const small = await invokeTool("listRuns", { limit: 20 }, options);
    assert.ok(small.length < whole.length / 2, `${small.length} of ${whole.length}`);
    assert.match(small, /To continue, call listRuns/);
  });

  describe("with effects", () => {
    let dialogs: Dialogs;
    let runId: string;
    let before: number;
    const writes = (): string[] => writesTo(connected.app).slice(before);

    beforeEach(async () => {
      dialogs = answerDialogs();
      const created = await connected.api.createRun({ input: { ask: "feedback" } }, { mode: "background" });
      runId = created.id;
      before = writesTo(connected.app).length;
    });

    afterEach(() => dialogs.restore());

    it("are never approved by VS Code itself, unless the person says so", () => {
      const approvals = vscode.workspace.getConfiguration("chat.tools").inspect("eligibleForAutoApproval");
      const names = confirming.map((name) => [`dynamiq-community.dynamiq-runs/${name}`, false]);
      assert.deepEqual(approvals?.defaultValue, Object.fromEntries(names));
    });

    // In this suite VS Code answers its own question with yes, and at once. So does a hook or a chat without approvals.
    it("ask themselves when VS Code has approved the call without a person", async () => {
      assert.match(await invokeTool("cancelRun", { runId }), /Nobody confirmed the call/);
      assert.deepEqual(writes(), []);
      const [{ question, detail }] = dialogs.shown as [{ question: string; detail: string }];
      assert.equal(question, "Cancel a run on Host test?");
      assert.match(detail, /^A coding agent asks to do this\.\n\nHost: 127\.0\.0\.1:\d+\nRun: /);
      dialogs.choice = "Cancel Run";
      assert.match(await invokeTool("cancelRun", { runId }), /is canceled/);
      assert.deepEqual(writes(), [`POST /v1/runs/${runId}/cancel`]);
    });

    it("show in an editor what is too long for a dialog, before they ask", async () => {
      const folder = await Folder.make();
      const input = { text: `${"long ".repeat(800)}end of the input` };
      const path = vscode.workspace.asRelativePath(await folder.write("long.run.json", { input }), false);
      assert.match(await invokeTool("runFile", { path }), /Nobody confirmed the call/);
      assert.match(
        dialogs.shown[0]?.detail ?? "",
        /Host: 127\.0\.0\.1:\d+\n\nThe details are too long for this dialog/,
      );
      dialogs.choice = "Show All";
      const undecided = invokeTool("runFile", { path });
      await dialogs.press(dialogs.shown[0]?.question ?? "", "Don't Send");
      assert.match(await undecided, /Nobody confirmed the call/);
      assert.equal(dialogs.shown.length, 2);
      const text = vscode.window.activeTextEditor?.document.getText() ?? "";
      assert.ok(text.includes(`\nInput: ${JSON.stringify(input)}\n`), text);
      assert.deepEqual(writes(), []);
    });

    it("start a run file, wait, answer and run golden tests, once each, after one question each", async () => {
      const folder = await Folder.make();
      const at = (uri: vscode.Uri): string => vscode.workspace.asRelativePath(uri, false);
      const path = at(await folder.write("ask.run.json", { input: { ask: "text" } }));
      const golden = at(
        await folder.write("ticket.golden.json", {
          name: "Ticket",
          request: { input: { ticket_subject: "Golden: of an agent" } },
          checks: [{ status: "completed" }],
        }),
      );
      const created = (): number => connected.app.created.length;
      const first = created();
      assert.match(await invokeTool("runFile", { path }), /Nobody confirmed the call/);
      assert.match(await invokeTool("runGoldenTests", { paths: [golden] }), /Nobody confirmed the call/);
      assert.equal(created(), first);
      dialogs.choice = "Start Run";
      const started = id.exec(await invokeTool("runFile", { path }))?.[1] ?? "";
      assert.equal(connected.app.created.at(-1)?.run_id, started);
      const waited = await invokeTool("waitForRun", { runId: started });
      const requestId = /- requestId: (\S+);/.exec(waited)?.[1] ?? "";
      const answer = { runId: started, requestId, feedback: "Friendly" };
      dialogs.choice = undefined;
      assert.match(await invokeTool("answerInputRequest", answer), /Nobody confirmed the call/);
      dialogs.choice = "Send Answer";
      assert.doesNotMatch(await invokeTool("answerInputRequest", answer), /Nobody confirmed the call/);
      assert.match(await invokeTool("waitForRun", { runId: started }), /has ended/);
      dialogs.choice = "Run Tests";
      assert.match(await invokeTool("runGoldenTests", { paths: [golden] }), /1 passed/);
      assert.equal(created(), first + 2);
      assert.equal(dialogs.shown.length, 6);
      assert.match(dialogs.shown[2]?.detail ?? "", /\nInput: \{"ask": ?"text"\}/);
    });
  });
});
