import { stringifyJson } from "#base/json/stringifyJson.ts";
import { runFileText, type WrittenRequest } from "./runFileOfRun.ts";
import { escapeVariables } from "./variables/variables.ts";

/**
 * The text of a new run file.
 *
 * @param last the request of the newest run, whose fields it gets; without one, it is a template
 * @param files paths to attach, relative to the new file
 */
export function newRunFileText(last: WrittenRequest | undefined, files: readonly string[] = []): string {
  const shaped = last && runFileText(last, "These are the fields and values of the last run.");
  return shaped ?? template(files);
}

/** The text of a new run file with the fields of the app's Input node, whose values are to be filled in. */
export function fieldsRunFileText(input: object): string {
  return `${firstLine}${stringifyJson({ input }, 2)}\n`;
}

const firstLine = "// Fill in the input, then choose “Run” above this line.\n";

function template(files: readonly string[]): string {
  const names = JSON.stringify(files.map(escapeVariables)).replaceAll('","', '", "');
  return `${firstLine}{
  // Use the fields of the app's input node.
  "input": {
    "input": "What can you do for me?"
  }${files.length > 0 ? `,\n  "files": ${names}` : ""}
  // Optional keys:
  // "user_id": "customer-7421",
  // "session": "new",${files.length > 0 ? "" : '\n  // "files": ["receipt.png"],'}
  // "mode": "background",
  // "saveTo": "answer.json"
}
`;
}

/** A run file for the sample app. Its run completes, and reads an order and a policy before it answers. */
export const sampleRunFileText = `// A sample: an agent of the sample app refunds a payment. Change the input, then choose “Run” above this line.
{
  "input": {
    "ticket_id": "48213",
    "ticket_subject": "Ticket 48213: charged twice",
    "ticket_body": "Hello, my card was charged twice for the same order. Please send one of the payments back.",
    "customer_id": "customer-7421",
    "amount": 148.5,
    "currency": "USD"
  },
  "user_id": "customer-7421",
  "session": "new"
}
`;
