import { basename } from "node:path";
import * as vscode from "vscode";
import * as z from "zod";
import type { Run } from "#api/schemas.ts";
import { readListOf } from "#base/stored.ts";
import { messageOf } from "#base/thrown.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { commandIds } from "#host/commandIds.ts";
import { showError, showNews } from "#host/errors/showError.ts";
import { type NextStep, UserError } from "#host/errors/userError.ts";
import { statusWord } from "#model/status.ts";
import { type WrittenOutputs, writeOutput } from "#runFiles/outputs/savedOutputs.ts";
import { type PendingOutput, PendingOutputs, type PendingOutputsOptions } from "./pendingOutputs.ts";

const writtenKey = "dynamiqRuns.writtenOutputs";
const maxDigests = 500;

/** A path and the digest of what was written there. */
const digestSchema = z.tuple([z.string(), z.string()]);

/** Writes the outputs that run files ask for, each when its run has ended, also after a reload of the window. */
export function outputSaver(options: Pick<PendingOutputsOptions, "window" | "connections" | "sessions">) {
  return new PendingOutputs({
    ...options,
    onEnded: (pending, run) => write(pending, run, options.window).catch(showError),
    onError: (pending, error, wasAsked) => {
      const what = `The output of ${pending.name} couldn't be saved: ${messageOf(error)}`;
      const failure = new UserError(what, [saveByHand(pending)], { cause: error });
      // The person hasn't just asked for the output of an earlier window.
      (wasAsked ? showError : onUnexpectedError)(failure);
    },
  });
}

async function write(
  { connectionId, runId, path, name }: PendingOutput,
  { status, output }: Run,
  window: PendingOutputsOptions["window"],
): Promise<void> {
  if (output === undefined || output === null) {
    const what = status === "completed" ? `${name} has no output` : `${name}: ${statusWord(status)}`;
    vscode.window.setStatusBarMessage(`${what}. Nothing was saved to ${basename(path)}.`, 8000);
    return;
  }
  try {
    tell(name, path, await writeOutput(path, output, writtenIn(window)));
  } catch (error) {
    const what = `The output of ${name} couldn't be saved to ${basename(path)}: ${messageOf(error)}`;
    throw new UserError(what, [saveByHand({ connectionId, runId })], { cause: error });
  }
}

function saveByHand({ connectionId, runId }: Pick<PendingOutput, "connectionId" | "runId">): NextStep {
  const run = { command: commandIds.saveOutput, args: [{ connectionId, runId }] };
  return { title: "Save Run Output As…", run };
}

function tell(name: string, wantedPath: string, savedPath: string): void {
  if (savedPath === wantedPath) {
    vscode.window.setStatusBarMessage(`$(save) Saved the output of ${name} to ${basename(savedPath)}`, 8000);
    return;
  }
  const open = { title: "Open", run: () => vscode.window.showTextDocument(vscode.Uri.file(savedPath)) };
  const message = `${basename(wantedPath)} was changed by another program. The output of ${name} is in ${basename(savedPath)}.`;
  showNews(message, [open], showError);
}

function writtenIn(window: PendingOutputsOptions["window"]): WrittenOutputs {
  const digests = (): [string, string][] => readListOf(digestSchema, window.get(writtenKey));
  return {
    digestOf: (path) => digests().find(([each]) => each === path)?.[1],
    remember: async (path, digest) => {
      const others = digests().filter(([each]) => each !== path);
      await window.update(writtenKey, [...others, [path, digest]].slice(-maxDigests));
    },
  };
}
