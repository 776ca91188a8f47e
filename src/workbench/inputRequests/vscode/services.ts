import type { AnswerService } from "#workbench/inputRequests/core/answerService.ts";
import type { AnswerFiles } from "./answerFiles.ts";
import type { UntouchedAnswers } from "./untouchedAnswers.ts";

export interface InputRequestServices {
  answers: AnswerService;
  /** The open answers that have come into view by themselves. */
  untouchedAnswers: UntouchedAnswers;
  /** Drafts of answers as files in editors. */
  answerFiles: AnswerFiles;
}
