import type { Findings } from "./investigation.ts";
import type { Refund } from "./refund.ts";
import { money, type Ticket } from "./ticket.ts";

/** The reply to the customer, in Markdown. */
export function writeReply(ticket: Ticket, findings: Findings, refund: Refund | undefined, feedback: string): string {
  const [firstName = "there"] = findings.customerName.split(" ");
  const remark = feedback === "" ? "" : `\n\n> Written as asked: ${feedback}`;
  return `Hello ${firstName},\n\n${answer(ticket, findings, refund)}\n\nKind regards,\nSupport${remark}\n`;
}

function answer(ticket: Ticket, { orderId }: Findings, refund: Refund | undefined): string {
  if (refund) {
    return (
      "you were charged twice, and the second charge was our mistake. Here is what happens now:\n\n" +
      `- **${money(refund.amount, refund.currency)}** go back to your card,\n` +
      "- they show up within 3 to 5 working days,\n" +
      `- order \`${orderId}\` and your next invoice are not affected.`
    );
  }
  if (ticket.amount !== undefined) {
    return (
      `we looked at the charges of \`${orderId}\` and cannot refund ${money(ticket.amount, ticket.currency)}. ` +
      "A colleague will write to you today and explain what we saw."
    );
  }
  return (
    `thank you for your question about *${ticket.subject}*. In short:\n\n` +
    `1. your order \`${orderId}\` is in good order,\n2. there is nothing you need to do.`
  );
}
