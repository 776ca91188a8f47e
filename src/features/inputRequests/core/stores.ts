import type { EntityStore } from "../../../storage/entityStore.ts";
import type { StateFolder } from "../../../storage/stateFolder.ts";
import { type KeptDraft, mostAnswers, readKept } from "./answerStore.ts";
import type { AnswerRecord } from "./answerTypes.ts";
import { readAnswerRecord } from "./readAnswerRecord.ts";

export interface AnswerStores {
  drafts: EntityStore<KeptDraft>;
  records: EntityStore<AnswerRecord>;
}

export function answerStores(folder: StateFolder): AnswerStores {
  return {
    drafts: folder.entities("drafts", { what: "answer drafts", read: readKept, ...mostAnswers }),
    records: folder.entities("answers", { what: "sent answers", read: readAnswerRecord, ...mostAnswers }),
  };
}
