/**
 * What Insights and causes know of a run, so that they can work on thousands. No group of failures may mix two causes;
 * a cause that is apart in two groups does less harm. `test/support/failures` has two sets of 200 messages; the second
 * is never used to improve the rules.
 */

import type { Run } from "#api/schemas.ts";
import { coveredTime } from "#base/coveredTime.ts";
import { isContainer } from "#base/json/exactNumber.ts";
import type { JsonPath } from "#base/json/jsonPath.ts";
import { withoutTraceback } from "#base/text/withoutTraceback.ts";
import { parseTime } from "#model/isoTime.ts";
import { saysMocked } from "#model/mocked.ts";
import type { RunOrigin } from "#model/runOrigin.ts";
import { isTerminal } from "#model/status.ts";
import { errorSummary, failedNode, nodeFailures } from "#runs/labels/errorSummary.ts";
import { knownEnd } from "#runs/labels/failedNodes.ts";
import { inputTitle } from "#runs/labels/runLabel.ts";
import { traceOf } from "#runs/labels/traceSummary.ts";
import type { BlockStep, StoryStep, ToolStep, WorkflowStep } from "#runs/story/storySteps.ts";
import { wasMade } from "#runs/story/toolCalls.ts";
import type { FailureFacts, NodeFacts, RunFacts, ToolFacts } from "./runFacts.ts";

/** In characters: the part of a message that is kept. Its beginning tells the cause, but of a traceback its end. */
const maxMessageLength = 2_000;
/** The durations of so many calls of a tool are kept. */
const maxDurations = 500;

export interface KnownOfRun {
  /** The steps of the run's story, if its events were read. */
  steps?: Iterable<StoryStep>;
  titlePath?: JsonPath;
  /** What started it, if it isn't the app's own traffic. */
  from?: RunOrigin;
}

/** The facts of a run, with those of its steps if they were read. */
export function factsOfRun(run: Run, { steps, titlePath, from }: KnownOfRun = {}): RunFacts {
  const title = inputTitle(run, titlePath);
  const ofSteps = steps === undefined ? undefined : factsOfSteps(steps, isTerminal(run.status));
  const { lastEnd = [], answers = [], mockedTools = [], mockedNodes = [], ...ofEvents } = ofSteps ?? {};
  const { failedNodes, blockedBy } = knownEnd(run, [...answers, ...lastEnd]);
  const mocked = mockedTools.length + mockedNodes.length;
  const error = run.status === "failed" ? failureFacts(run.error) : undefined;
  return {
    id: run.id,
    status: run.status,
    ...times(run),
    user: run.user_id || undefined,
    session: run.session_id || undefined,
    title,
    from,
    error,
    failedNodes: failedNodes > 0 ? failedNodes : undefined,
    blockedBy,
    mocked: mocked > 0 ? mocked : undefined,
    mockedCalls: mocked > 0 ? mockedTools.length : undefined,
    mockedNames: mocked > 0 ? { tools: [...new Set(mockedTools)], nodes: [...new Set(mockedNodes)] } : undefined,
    models: modelsOf(run),
    tools: [],
    nodes: [],
    waits: [],
    unanswered: run.input_requests?.length ?? 0,
    ...ofEvents,
    hasEvents: ofSteps !== undefined,
  };
}

function modelsOf(run: Run): RunFacts["models"] {
  const { models } = traceOf(run) ?? {};
  if (!models || models.calls === 0) return undefined;
  const { calls, tokens, cost, unpriced } = models;
  return { calls, tokens, cost, unpriced: [...unpriced] };
}

/**
 * The error's type, message and place. Steps say nothing about it, so that a cause doesn't change when they are read.
 */
export function failureFacts(error: unknown): FailureFacts {
  const { code } = errorSummary(error);
  const failures = nodeFailures(error);
  // A failure of its own says more than one that somebody made up.
  const first = failures.find(({ message }) => !saysMocked(message)) ?? failures[0];
  // What the nodes say tells more than the error's own message, which only names them.
  const message = first?.message ?? errorSummary(error).message;
  const place = failedNode(error) ?? first?.node ?? namedTool(error);
  return {
    type: code,
    message: (message.length > maxMessageLength ? withoutTraceback(message) : message).slice(0, maxMessageLength),
    place,
    mocked: saysMocked(message) || undefined,
  };
}

/** `{"details": {"tool": "issue_refund"}}`, or a node's name beside the message. */
function namedTool(error: unknown): string | undefined {
  if (!isContainer(error)) return undefined;
  const fields = error as Record<string, unknown>;
  const named = ["tool", "tool_name", "node", "node_name"].map((key) => fields[key]);
  const name = named.find((value) => typeof value === "string" && value !== "");
  if (typeof name === "string") return name;
  return namedTool(fields["error"]) ?? namedTool(fields["details"]);
}

function times(run: Run): Pick<RunFacts, "createdAt" | "startedAt" | "endedAt"> {
  const created = run["created_at"];
  const createdAt = typeof created === "string" ? parseTime(created) : undefined;
  return { createdAt, startedAt: parseTime(run.started_at), endedAt: parseTime(run.ended_at) };
}

interface FactsOfSteps extends Pick<RunFacts, "tools" | "nodes" | "waits" | "waited" | "unanswered"> {
  lastEnd: WorkflowStep[];
  /** The calls and blocks whose reason became an answer. */
  answers: (ToolStep | BlockStep)[];
  /** The names of mocked calls and nodes, one for each. */
  mockedTools: string[];
  mockedNodes: string[];
}

/** @param isOver nothing of the run is running any more, also if its end isn't in its events */
function factsOfSteps(steps: Iterable<StoryStep>, isOver: boolean): FactsOfSteps {
  const tools = new Map<string, ToolFacts>();
  const nodes: NodeFacts[] = [];
  let lastEnd: WorkflowStep[] = [];
  const answers: (ToolStep | BlockStep)[] = [];
  const waits: number[] = [];
  const requests: [from: number, until: number][] = [];
  const mockedTools: string[] = [];
  const mockedNodes: string[] = [];
  let asked = 0;
  let answered = 0;
  for (const step of steps) {
    if (step.kind === "tool" && step.mocked) mockedTools.push(step.name);
    else if (step.kind === "tool") addCall(tools, step, isOver);
    if ((step.kind === "tool" || step.kind === "blocked") && step.blocked?.outcome === "answer") answers.push(step);
    if (step.kind === "workflow") {
      nodes.push(...nodesOf(step));
      mockedNodes.push(...step.nodes.filter(({ mocked }) => mocked).map(({ name }) => name));
      lastEnd = [step];
    }
    if (step.kind === "request") {
      asked++;
      const { at, until } = step;
      if (at !== undefined && until !== undefined && until > at) requests.push([at, until]);
    }
    if (step.kind === "answer") {
      answered++;
      if (step.waited !== undefined) waits.push(step.waited);
    }
  }
  const waited = coveredTime(requests);
  return {
    waited: waited > 0 ? waited : undefined,
    tools: [...tools.values()],
    nodes,
    waits,
    unanswered: Math.max(0, asked - answered),
    lastEnd,
    answers,
    mockedTools,
    mockedNodes,
  };
}

function addCall(tools: Map<string, ToolFacts>, call: ToolStep, isOver: boolean): void {
  if (!wasMade(call)) return;
  const { name, state, duration } = call;
  const tool = tools.get(name) ?? { name, calls: 0, failed: 0, unfinished: 0, durations: [] };
  tools.set(name, tool);
  tool.calls++;
  if (state === "failed") tool.failed++;
  if (state === "unfinished" || (state === "running" && isOver)) tool.unfinished++;
  if (duration !== undefined && duration >= 0 && tool.durations.length < maxDurations) tool.durations.push(duration);
}

function nodesOf({ nodes }: WorkflowStep): NodeFacts[] {
  return nodes.filter(({ mocked }) => !mocked).map(({ name, status, duration }) => ({ name, status, duration }));
}
