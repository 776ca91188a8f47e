import type * as vscode from "vscode";
import { iconText } from "#base/text/iconText.ts";
import { runInputStep } from "#host/steps/inputStep.ts";
import { runPickStep } from "#host/steps/pickStep.ts";
import type { AnswerDraft, QuestionDraft } from "#model/answerDraft.ts";
import type { Question } from "#model/questions.ts";
import { rowText } from "#runs/labels/runLabel.ts";
import { questionDraft } from "#workbench/inputRequests/page/answerMemory.ts";

type Step = "next" | "back" | undefined;

interface QuestionPosition {
  step: number;
  totalSteps: number;
  closes: AbortSignal | undefined;
}

/**
 * Asks structured questions one after the other; *Back* returns to the one before.
 *
 * @param keep called with every choice at once, so that none is lost @param closes cancels
 * @returns the answers, `undefined` when the person canceled
 */
export async function askQuestions(
  questions: readonly Question[],
  draft: AnswerDraft,
  keep: (draft: AnswerDraft) => void,
  closes?: AbortSignal,
): Promise<AnswerDraft | undefined> {
  let answers = draft.answers ?? {};
  for (let position = 0; position < questions.length;) {
    const question = questions[position] as Question;
    const given = questionDraft({ answers }, question);
    const at = { step: position + 1, totalSteps: questions.length, closes };
    const result = await askQuestion(question, given, at, (answer) => {
      answers = { ...answers, [question.id]: answer };
      keep({ answers });
    });
    if (!result) return undefined;
    position += result === "next" ? 1 : -1;
  }
  return { ...draft, answers };
}

async function askQuestion(
  question: Question,
  given: QuestionDraft,
  position: QuestionPosition,
  keep: (answer: QuestionDraft) => void,
): Promise<Step> {
  let held = given;
  const keepHeld = (answer: QuestionDraft): void => keep((held = answer));
  for (;;) {
    const chosen = question.options.length === 0 ? "own words" : await choose(question, held, position, keepHeld);
    if (chosen !== "own words") return chosen;
    const result = await askOwnWords(question, held, position, keepHeld);
    if (result !== "back" || question.options.length === 0) return result;
  }
}

interface Choice extends vscode.QuickPickItem {
  /** Absent for an answer in one's own words. */
  option?: string;
}

/** Asks for one or several options. Words of one's own are kept while their row is chosen. */
async function choose(
  question: Question,
  given: QuestionDraft,
  { step, totalSteps, closes }: QuestionPosition,
  keep: (answer: QuestionDraft) => void,
): Promise<Step | "own words"> {
  const { several } = question;
  const sends = step === totalSteps ? "; Enter sends the answer" : "";
  const isChosen = ({ option }: Choice): boolean =>
    option === undefined ? given.custom !== "" : given.selected.includes(option);
  const isOwn = ({ option }: Choice): boolean => option === undefined;
  const take = (chosen: readonly Choice[]): void =>
    keep({ selected: chosen.flatMap(({ option }) => option ?? []), custom: chosen.some(isOwn) ? given.custom : "" });
  const result = await runPickStep<Choice>({
    closes,
    title: questionTitle(question),
    step,
    totalSteps,
    back: step > 1,
    matchOnDetail: true,
    prompt: several ? `Select one or more${sends || ", then press Enter"}` : `Select one${sends}`,
    items: choices(question, given),
    isActive: (item) => !several && isChosen(item),
    many: several ? { isTicked: isChosen, isRequired: true, onChange: async (ticked) => take(ticked) } : undefined,
  });
  if (!result || result.kind === "back") return result?.kind;
  if (result.kind === "item") take([result.item]);
  return (result.kind === "item" ? [result.item] : result.items).some(isOwn) ? "own words" : "next";
}

function choices({ options, custom }: Question, given: QuestionDraft): Choice[] {
  const rows = options.map(({ label, description }): Choice => ({
    label: iconText(label),
    detail: iconText(description),
    option: label,
  }));
  const own = {
    label: "Other Answer…",
    detail: given.custom === "" ? "In your own words" : iconText(rowText(given.custom)),
  };
  return custom ? [...rows, own] : rows;
}

async function askOwnWords(
  question: Question,
  given: QuestionDraft,
  position: QuestionPosition,
  keep: (answer: QuestionDraft) => void,
): Promise<Step> {
  const result = await runInputStep({
    title: questionTitle(question),
    ...position,
    back: position.step > 1 || question.options.length > 0,
    prompt: `Your own answer${position.step === position.totalSteps ? ". Enter sends it" : ""}`,
    value: given.custom,
    onType: (custom) => keep({ ...given, custom }),
    check: (text) => (text === "" ? "Write an answer first." : undefined),
  });
  if (result?.kind === "value") keep({ ...given, custom: result.value });
  return result && (result.kind === "value" ? "next" : "back");
}

function questionTitle({ header, question }: Question): string {
  return rowText(header === "" || header === question ? question : `${header}: ${question}`, 120);
}
