import type { InputAnswer } from "../../api/contract.ts";
import type { AnswerRecord } from "./answerTypes.ts";

/** A record out of storage, which other versions wrote, too; what is none is `undefined`. */
export function readAnswerRecord(value: unknown): AnswerRecord | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { connectionId, runId, requestId, answer, at, certain, sender, earlier } = value as Partial<
    Record<keyof AnswerRecord, unknown>
  >;
  if (typeof connectionId !== "string" || typeof runId !== "string" || typeof requestId !== "string") return undefined;
  if (typeof at !== "number" || !isAnswer(answer)) return undefined;
  const before = readAnswerRecord(earlier);
  const rest = { ...(typeof sender === "string" ? { sender } : {}), ...(before ? { earlier: before } : {}) };
  return { connectionId, runId, requestId, answer, at, certain: certain === true, ...rest };
}

function isAnswer(value: unknown): value is InputAnswer {
  if (typeof value !== "object" || value === null) return false;
  const { type, approved, feedback } = value as Partial<Record<string, unknown>>;
  if (type === "approval") return typeof approved === "boolean";
  return type === "human_feedback" && typeof feedback === "string";
}
