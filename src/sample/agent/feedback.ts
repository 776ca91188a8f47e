import type { InputAnswer } from "#api/contract.ts";
import { say } from "./speech.ts";
import type { AgentContext, Script, Step } from "./steps.ts";
import type { Ticket } from "./ticket.ts";

const questions = [
  {
    id: "tone",
    header: "Tone",
    question: "What tone should the reply have?",
    options: [
      { label: "Warm", description: "An apology first, first names, short sentences" },
      { label: "Neutral", description: "Facts first, no apology" },
      { label: "Formal", description: "For customers with a lawyer in copy" },
    ],
    multi_select: false,
    allow_custom_answer: true,
  },
  {
    id: "offers",
    header: "Offers",
    question: "What may the reply offer?",
    options: [
      { label: "Free month", description: "One month of the current plan" },
      { label: "Call back", description: "A call by the account manager within a day" },
    ],
    multi_select: true,
    allow_custom_answer: false,
  },
];

/** Asks a person as the ticket demands. Returns the answer in one line. */
export function* askPerson(context: AgentContext, ticket: Ticket): Script<string> {
  switch (ticket.asks) {
    case undefined:
      return "";
    case "feedback":
      return yield* askFeedback(context, ticket);
    case "text":
      yield* say(context, 3, "I know what is right, but not how you would put it.\n");
      return wordsOf(yield askText(context, "How should I tell **the customer**? One sentence is enough."));
  }
}

/** Asks two questions about the style of the reply. */
function* askFeedback(context: AgentContext, ticket: Ticket): Script<string> {
  yield* say(context, 3, `I have the facts for **${ticket.subject}**, but not how you want to say it.\n`);
  const prompt = "What tone should the reply have?";
  const request = { id: context.random.uuid(), type: "human_feedback_request", prompt, questions };
  const feedback = wordsOf(yield { kind: "ask", after: 200, type: "agent.human_feedback.requested", request });
  yield* say(context, 3, `Noted: *${feedback}*. I'll write the reply accordingly.\n`);
  return feedback;
}

/** Asks for a text. The run pauses until it arrives. */
function askText(context: AgentContext, prompt: string): Step {
  const request = { id: context.random.uuid(), type: "human_feedback_request", prompt };
  const checkpoint = `ckpt_${context.random.hex(12).toUpperCase()}`;
  return { kind: "ask", after: 200, type: "agent.human_feedback.requested", request, checkpoint };
}

/** An answer in words: the options and the typed text. */
export function wordsOf(answer: InputAnswer | undefined): string {
  if (answer?.type !== "human_feedback") return "";
  const chosen = (answer.answers ?? []).flatMap(({ selected, custom_text: custom }) => [...selected, custom ?? ""]);
  // The text also contains the answers to questions, one per line.
  const own = answer.feedback.split("\n").filter((line) => chosen.length === 0 || !/^Q: .* -> A: /.test(line));
  return [own.join("\n"), ...chosen].filter((text) => text.trim() !== "").join("; ");
}
