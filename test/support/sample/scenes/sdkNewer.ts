import { envelope, type SdkNode } from "#sample/agent/sdkMessages.ts";
import { type SdkNodeEnd, workflowEnd, stream } from "#sample/agent/sdkMessages.ts";
import type { AgentContext, Script } from "#sample/agent/steps.ts";
import { SdkAgent } from "./sdkAgent.ts";
import type { SdkTool } from "./sdkMessages.ts";

/** Apps of the SDK since 0.63, whose pieces are plain, by `play` in the input. */
export const newerPlays = { paths, placeholders, "sub-workflow": subWorkflow, "next-sdk": nextSdk };

const types = { agent: "dynamiq.nodes.agents.Agent", tool: "dynamiq.nodes.tools.Python" };
const supportAgent: SdkNode = { id: "node-support", name: "Support agent", group: "agents", type: types.agent };
const customerAgent: SdkNode = { id: "node-customer", name: "Customer agent", group: "agents", type: types.agent };
const crm: SdkTool = { name: "crm lookup", type: types.tool, actionType: "database_query" };
const find: SdkTool = { name: "find file", type: types.tool, actionType: "file_operation" };

/** Paths and patterns, which look like escapes and are none. */
function* paths(context: AgentContext): Script {
  const { random, input } = context;
  const workflow = random.uuid();
  const agent = new SdkAgent(random, workflow, supportAgent);
  const path = String.raw`C:\new\table`;
  const answer = `The label is in \`${path}\\label.pdf\`.\n\nIts number matches \`\\d+\`: **48,324**.`;
  yield* stream(context, [
    ...agent.turn(`Labels are in ${path}, and their numbers match \\d+.\nI look for the one of this order.`, {
      tool: find,
      input: { path: `${path}\\*.pdf`, pattern: String.raw`\d+` },
      result: `${path}\\label.pdf`,
    }),
    ...agent.answer(answer, String.raw`There it is: C:\new\table\label.pdf.`),
    workflowEnd(random, workflow, { [supportAgent.id]: succeeded(input, { content: answer }) }),
  ]);
  return { output: { content: answer } };
}

/** The hook `pii` gives the model a placeholder, whose number is another one in each process. */
function* placeholders(context: AgentContext): Script {
  const { random, input } = context;
  const workflow = random.uuid();
  const process = Array.from({ length: 39 }, (_, at) => random.integer(at === 0 ? 1 : 0, 9)).join("");
  const email = `<EMAIL_${process}_1>`;
  const phone = `<PHONE_${process}_1>`;
  const agent = new SdkAgent(random, workflow, supportAgent);
  const answer = `The customer ${email} is on the plan **pro**. We call ${phone} today.`;
  yield* stream(context, [
    ...agent.turn(`I look ${email} up.`, {
      tool: crm,
      input: { customer: email, note: `call ${phone}` },
      result: `${email}: plan pro since 2024`,
    }),
    ...agent.answer(answer, "Found."),
    workflowEnd(random, workflow, { [supportAgent.id]: succeeded(input, { content: answer, blocked: false }) }),
  ]);
  return { output: { content: answer } };
}

/** An agent inside a sub-workflow, a decision table and rules, which stream nothing, and an agent that answers. */
function* subWorkflow(context: AgentContext): Script {
  const { random, input } = context;
  const workflow = random.uuid();
  const inner = new SdkAgent(random, workflow, customerAgent);
  const outer = new SdkAgent(random, workflow, supportAgent);
  const found = "Ann is on the pro plan.";
  const answer = "Dear Ann,\n\nyour plan **pro** includes the return label. You find it in your account.";
  const label = { id: "a1b2", name: "Return label 48324", kind: "pdf", version: 1 };
  const output = { content: answer, blocked: false, artifacts: [{ ...label, url: "https://example.com/a1b2" }] };
  const innerOutput = { [customerAgent.id]: { content: found, blocked: false } };
  yield* stream(context, [
    ...inner.turn("Who is it?", { tool: crm, input: { customer: "Ann" }, result: "plan pro since 2024" }),
    ...inner.answer(found, "I know all that I need."),
    ...outer.answer(answer, "Her plan includes it."),
    workflowEnd(random, workflow, {
      "node-customers": succeeded(input, innerOutput),
      "node-plan": succeeded(input, {
        label_included: true,
        matched_rules: [{ id: "r-2", name: "Pro since 2024 or earlier" }],
      }),
      "node-policy": succeeded(input, {
        findings: [
          { rule: "The address is known", status: "pass" },
          { rule: "The parcel left less than 30 days ago", status: "warn", message: "29 days ago" },
          { rule: "A customs form is needed", status: "not_applicable" },
        ],
      }),
      [supportAgent.id]: succeeded(input, output),
    }),
  ]);
  return { output };
}

/** An app of a later SDK, with messages that nobody knows yet. */
function* nextSdk(context: AgentContext): Script {
  const { random, input } = context;
  const workflow = random.uuid();
  const agent = new SdkAgent(random, workflow, supportAgent);
  const answer = "Your label is on its way.";
  const unknown = (step: string, content: object): unknown =>
    envelope({
      run: random.uuid(),
      workflow,
      node: supportAgent,
      data: { choices: [{ delta: { content, source: supportAgent.name, step } }] },
    });
  yield* stream(context, [
    unknown("hook.v2", { hook: "refund policy", decision: "defer", until: "2026-12-24" }),
    ...agent.answer(answer, "I send the label."),
    unknown("hook.v2", { hook: "refund policy", decision: "allow" }),
    unknown("budget", { spent: 0.02, left: 0.48 }),
    workflowEnd(random, workflow, { [supportAgent.id]: succeeded(input, { content: answer }) }),
  ]);
  return { output: { content: answer } };
}

function succeeded(input: unknown, output: unknown): SdkNodeEnd {
  return { status: "success", input, output };
}
