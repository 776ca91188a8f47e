/** What a person has typed and chosen for an input request so far, also if it isn't valid yet. */
export interface AnswerDraft {
  /** Edited parameters by name, each as the text of its field. */
  readonly params?: Readonly<Record<string, string>>;
  /** Whether the box for a reason is open in place of the buttons. */
  readonly rejecting?: boolean;
  readonly reason?: string;
  readonly feedback?: string;
  /** The answers to questions, by the question's id. */
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
