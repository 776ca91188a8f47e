import type { InputRequest, Run } from "#api/schemas.ts";
import { asksFor, type Column, kindOf, valuesIn } from "#features/waitingQueue/core/askedAlike.ts";
import { titleById } from "#model/shortId.ts";
import { rowText } from "#runs/labels/runLabel.ts";
import { inputRequestTitle } from "#workbench/inputRequests/core/answerWords.ts";

/** In characters: how much of a prompt a row has, and a review. */
const maxPromptLength = 2_000;

/** What a row says of an input request, in the list, the review and the outcomes. */
export interface RowTexts {
  user: string;
  values: string[];
  prompt: string;
}

export function rowTexts(request: InputRequest, run: Run, columns: readonly Column[]): RowTexts {
  const isBulk = kindOf(request).isBulk;
  return {
    user: rowText(run.user_id ?? "") || titleById(run.id),
    values: isBulk ? valuesIn(columns, request) : [asksFor(request)],
    prompt: inputRequestTitle(request, maxPromptLength),
  };
}
