import * as z from "zod";
import type { Run } from "#api/schemas.ts";
import { sleep } from "#base/sleep.ts";
import { formatDuration } from "#model/duration.ts";
import { isKnownStatus, isTerminal, statusWord } from "#model/status.ts";
import { pendingInputRequests } from "#runs/labels/pendingInputRequests.ts";
import { CoveredRuns } from "#runs/text/coveredRuns.ts";
import { runLine } from "#runs/text/runLine.ts";
import { inputRequestLine } from "#workbench/inputRequests/core/inputRequestLine.ts";
import type { RunningCall } from "#workbench/tools/core/agentTool.ts";
import { connectionFor, connectionLabel } from "#workbench/tools/core/connectionFor.ts";
import { readingTool } from "#workbench/tools/core/defineTool.ts";
import { connectionField, runIdField } from "#workbench/tools/core/inputFields.ts";
import type { ToolApp } from "#workbench/tools/core/toolHost.ts";

const defaultSeconds = 60;
const maxSeconds = 300;

export const waitForRun = readingTool(
  {
    name: "waitForRun",
    order: 12,
    title: "Wait for Run",
    doing: "Waiting for a run",
    description:
      "Waits until a run of a Dynamiq app ends or asks a person for input, or until `seconds` have passed, and says " +
      "which of the three happened. It changes nothing. If the run failed, call readStory.",
    tags: ["dynamiq", "runs"],
    input: z.strictObject({
      connection: connectionField,
      runId: runIdField,
      seconds: z
        .int()
        .min(1)
        .max(maxSeconds)
        .default(defaultSeconds)
        .describe(`How long to wait, in seconds: ${defaultSeconds} by default, at most ${maxSeconds}.`),
    }),
    async run({ connection: wanted, runId, seconds }, host, call) {
      const connection = await connectionFor(host, wanted);
      const app = await host.app(connection.id);
      const { kind, run: found } = await untilNews({ app, runId, seconds }, call);
      const run = call.cover.value(found);
      // The end may be known before the events are read.
      const isCompleted = run?.status === "completed";
      const last = isCompleted ? await new CoveredRuns(app, call.cover).lastSteps(runId, call.signal) : [];
      if (run) call.data.add(runLine(run, { last }));
      const where = connectionLabel(connection);
      switch (kind) {
        case "ended":
          return {
            summary: `The run on ${where} has ended.`,
            hint: run?.status === "failed" ? "To find out why it failed, call readStory with its ID." : undefined,
          };
        case "asks":
          for (const request of run ? pendingInputRequests(run) : []) call.data.add(inputRequestLine(request));
          return {
            summary: `The run on ${where} waits for a person's answer, and doesn't continue without it.`,
            hint: "Ask the person, then send the answer with answerInputRequest.",
          };
        case "time":
          return {
            summary: `The run on ${where} hasn't ended within ${formatDuration(seconds * 1_000)}. It continues.`,
            hint: "To wait longer, call waitForRun again.",
          };
      }
    },
  },
  true,
);

interface Wait {
  app: ToolApp;
  runId: string;
  seconds: number;
}

type WaitEnd = { kind: "ended" | "asks" | "time"; run: Run | undefined };

/** Watches a run for so long. All watchers of a run share one stream. @throws ApiError when it can't be followed */
async function untilNews({ app, runId, seconds }: Wait, call: RunningCall): Promise<WaitEnd> {
  const { signal, onProgress } = call;
  const over = new AbortController();
  const watch = app.watcher.watch(runId);
  let told: string | undefined;
  try {
    return await new Promise<WaitEnd>((resolve, reject) => {
      const look = (): void => {
        const { run, state } = watch;
        if (state.kind === "failed") reject(state.error);
        if (!run) return;
        if (isTerminal(run.status)) resolve({ kind: "ended", run });
        else if (pendingInputRequests(run).length > 0) resolve({ kind: "asks", run });
        else if (run.status !== told && isKnownStatus(run.status)) onProgress(`Status: ${statusWord(run.status)}`);
        told = run.status;
      };
      watch.onDidChange(look);
      look();
      const time = sleep(seconds * 1_000, AbortSignal.any([signal, over.signal]));
      void time.then(() => {
        if (signal.aborted) reject(new DOMException("The call was canceled.", "AbortError"));
        else resolve({ kind: "time", run: watch.run });
      });
    });
  } finally {
    over.abort();
    watch.dispose();
  }
}
