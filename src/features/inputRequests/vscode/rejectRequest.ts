import { runInputStep } from "../../../host/steps/inputStep.ts";
import { isApproval } from "../../../runs/labels/pendingInputRequests.ts";
import type { App } from "../../app.ts";
import { inputRequestTitle } from "../core/answerWords.ts";
import { findInputRequest, type InputRequestTarget } from "./inputRequestTarget.ts";
import { sendDraft } from "./sendAnswer.ts";

type Needs = Pick<App, "activeRuns" | "answers" | "connections" | "log" | "panels" | "sessions" | "watched">;

/**
 * Rejects an input request, with a reason if the person enters one. The draft is kept until the answer has arrived.
 *
 * @param argument a row, or `{ runId, requestId }`; with a `reason` (which may be empty) nothing is asked
 * @returns the input request's id when the answer has arrived
 */
export async function rejectRequest(context: Needs, argument: unknown): Promise<string | undefined> {
  const target = await findInputRequest(context, argument, {
    title: "Reject which input request?",
    wanted: isApproval,
  });
  if (!target) return undefined;
  const reason = givenReason(argument) ?? (await askReason(context, target));
  if (reason === undefined) return undefined;
  return sendDraft(context, target, { reason }, "reject");
}

async function askReason(
  { answers }: Needs,
  { ref, request, connection }: InputRequestTarget,
): Promise<string | undefined> {
  const result = await runInputStep({
    title: `Reject: ${inputRequestTitle(request, 80)}`,
    prompt: `Reason (optional, sent to the agent in ${connection.name})`,
    placeholder: "Reason",
    value: answers.draft(ref)?.reason ?? "",
    onType: (reason) => answers.setDraft(ref, { ...answers.draft(ref), reason }),
    check: () => undefined,
  });
  return result?.kind === "value" ? result.value : undefined;
}

function givenReason(argument: unknown): string | undefined {
  const { reason } = (argument ?? {}) as { reason?: unknown };
  return typeof reason === "string" ? reason.trim() : undefined;
}
