import type { AnswerService } from "../core/answerService.ts";
import type { AnswerFiles } from "./answerFiles.ts";
import type { UntouchedAnswers } from "./untouchedAnswers.ts";

/** What it offers to its commands and to the features below it. */
export interface InputRequestServices {
  /** The service that answers input requests and keeps drafts. */
  answers: AnswerService;
  /** The open answers that have come into view by themselves. */
  untouchedAnswers: UntouchedAnswers;
  /** Drafts of answers as files in editors. */
  answerFiles: AnswerFiles;
}
