import type { AnswerDraft, QuestionDraft } from "#model/answerDraft.ts";
import type { Question } from "#model/questions.ts";
import type { InputRequestView } from "./inputRequestViews.ts";

/** What the panel itself knows of an input request: the draft, before the extension has it, and what is expanded. */
export interface AnswerMemory {
  draft: AnswerDraft;
  /** The version of the extension's draft that was taken over last. */
  version: number;
  /** Whether the person expanded or collapsed it. */
  open?: boolean;
  json?: boolean;
  /** How high its card was when it was settled under the pointer, in pixels. */
  height?: number;
}

/** The memory of an input request, with the newest draft of this panel or anybody else. */
export function memoryOf(
  requests: Map<string, AnswerMemory>,
  { form, draft, draftVersion }: InputRequestView,
): AnswerMemory {
  const earlier = requests.get(form.id);
  if (earlier && earlier.version >= draftVersion) return earlier;
  const memory: AnswerMemory = { ...earlier, draft, version: draftVersion };
  requests.set(form.id, memory);
  return memory;
}

/** A draft with another text in a parameter's field. The original text removes the edit. */
export function withParam(draft: AnswerDraft, name: string, text: string, original: string): AnswerDraft {
  const others = Object.entries(draft.params ?? {}).filter(([other]) => other !== name);
  return { ...draft, params: Object.fromEntries(text === original ? others : [...others, [name, text]]) };
}

export function questionDraft({ answers = {} }: AnswerDraft, { id }: Question): QuestionDraft {
  return (Object.hasOwn(answers, id) ? answers[id] : undefined) ?? { selected: [], custom: "" };
}

/** A draft in which an option is selected, or no longer selected. */
export function withOption(draft: AnswerDraft, question: Question, label: string, chosen: boolean): AnswerDraft {
  const { selected, custom } = questionDraft(draft, question);
  const others = question.several ? selected.filter((other) => other !== label) : [];
  return withAnswer(draft, question, { selected: chosen ? [...others, label] : others, custom });
}

/** A draft with an answer in one's own words. For a question with a single option it replaces the option. */
export function withCustom(draft: AnswerDraft, question: Question, custom: string): AnswerDraft {
  const before = questionDraft(draft, question);
  const replaces = !question.several && before.custom === "" && custom !== "";
  return withAnswer(draft, question, { selected: replaces ? [] : before.selected, custom });
}

function withAnswer(draft: AnswerDraft, { id }: Question, answer: QuestionDraft): AnswerDraft {
  const others = Object.entries(draft.answers ?? {}).filter(([other]) => other !== id);
  return { ...draft, answers: Object.fromEntries([...others, [id, answer]]) };
}
