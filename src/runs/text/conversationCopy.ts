import { withoutUnblocked } from "../../model/block.ts";
import { countOf } from "../../model/counts.ts";
import { statusWord } from "../../model/status.ts";
import { blockedText, runBlock } from "../labels/blockedRun.ts";
import { failureReason } from "../labels/failureReason.ts";
import { rowText } from "../labels/runLabel.ts";
import { withoutBytes } from "../resultFiles/withoutBytes.ts";
import type { Turn } from "../sessions/conversation.ts";
import { type Copy, copyData, type CopyOptions, layOut } from "./copyLayout.ts";
import { foldedJson } from "./foldedValue.ts";
import { runDuration } from "./runLine.ts";

/** In characters: how much of a message or an answer is shown, the first that fits. */
const folds = [4_000, 1_000, 200];

/**
 * A conversation, oldest turn first; the newest ones if not all fit. @param turns with covers @param where in our own
 * words @param unread how many older runs of the session weren't read
 */
export function conversationCopy(turns: readonly Turn[], where: string, options: CopyOptions, unread = 0): Copy {
  const data = copyData(options);
  let left = turns.length;
  while (left > 0 && folds.some((most) => data.add(turnText(turns[left - 1]!, left, most), 0))) left--;
  const missing = [
    ...(left === 0 ? [] : [`${countOf(left, "turn")} before these`]),
    ...(unread === 0 ? [] : [`${countOf(unread, "older run")} of the session`]),
  ];
  const leftOut = missing.length === 0 ? undefined : `Left out: ${missing.join(", and ")}.`;
  const which = `${unread === 0 ? "" : "the newest "}${countOf(turns.length, "turn")}`;
  return layOut(`Conversation on ${where}, ${which}`, data, leftOut, options);
}

function turnText({ run, message, answer, changes }: Turn, number: number, most: number): string {
  const took = runDuration(run);
  const block = runBlock(run);
  const facts = [
    block ? blockedText(block.by) : statusWord(run.status),
    ...(took === undefined ? [] : [took]),
    `run ${run.id}`,
  ];
  const said = (value: unknown): string => (value === undefined ? "nothing" : foldedJson(withoutBytes(value), most));
  return [
    `turn ${number}: ${rowText(facts.join(", "), 200)}`,
    ...changes.map(({ name, before, now }) => `  ${rowText(name)}: ${said(before)} → ${said(now)}`),
    `  user: ${said(message ?? run.input)}`,
    ...(run.status === "failed" ? [`  failed: ${failureReason(run.error)}`] : []),
    ...(answer === undefined && (run.output ?? undefined) === undefined
      ? []
      : [`  agent: ${said(answer ?? withoutUnblocked(run.output))}`]),
  ].join("\n");
}
