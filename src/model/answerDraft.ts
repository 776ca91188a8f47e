/** What a person has typed and chosen for a request so far, as they typed it: also what is not valid yet. */
export interface AnswerDraft {
  /** Edited parameters by name, each as the text of its field. */
  readonly params?: Readonly<Record<string, string>>;
  /** The reason box is open instead of the buttons. */
  readonly rejecting?: boolean;
  /** Why it is rejected. */
  readonly reason?: string;
  readonly feedback?: string;
  /** By the question's id. */
  readonly answers?: Readonly<Record<string, QuestionDraft>>;
}

export interface QuestionDraft {
  /** Labels of options. */
  readonly selected: readonly string[];
  readonly custom: string;
}

/** Whether nothing was typed or chosen. */
export function isEmptyDraft({ params = {}, rejecting, reason, feedback, answers = {} }: AnswerDraft): boolean {
  const chosen = Object.values(answers).some(({ selected, custom }) => selected.length > 0 || custom !== "");
  return !chosen && !rejecting && !reason && !feedback && Object.keys(params).length === 0;
}
