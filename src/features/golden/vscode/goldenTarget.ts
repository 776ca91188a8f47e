import type * as vscode from "vscode";
import * as z from "zod";
import { readAs } from "#base/stored.ts";
import { NothingToDo } from "#host/errors/userError.ts";
import type { GoldenMessage } from "./goldenMessages.ts";
import type { GoldenResult } from "./goldenResults.ts";
import type { GoldenTests } from "./goldenTests.ts";

export interface GoldenTarget extends GoldenResult {
  /** The message that was clicked; absent for the test's row. */
  message: GoldenMessage | undefined;
  /** The run that was clicked: that of a message, or one in its panel. */
  runId: string | undefined;
}

/**
 * The test that a command was called for: the row of the Test Explorer, a message of its result, or one of its runs.
 *
 * @throws NothingToDo for anything else, and for a test that has not run yet
 */
export function goldenTarget(goldenTests: () => GoldenTests, argument: unknown): GoldenTarget {
  const ref = readAs(runRefSchema, argument);
  if (ref) return targetOfRun(goldenTests(), ref);
  const clicked = clickedTest(argument);
  const result = goldenTests().results.of(clicked.test);
  if (!result) throw new NothingToDo(`${clicked.test.label} has not run in this window yet. Run it first.`);
  const message = clicked.message && sameMessage(result.messages, clicked.message);
  return { ...result, message, runId: message?.runId };
}

const runRefSchema = z.object({ connectionId: z.string(), runId: z.string() });

function targetOfRun({ results }: GoldenTests, { connectionId, runId }: z.infer<typeof runRefSchema>): GoldenTarget {
  const found = results.ofRun(connectionId, runId);
  if (found) return { ...found.result, message: undefined, runId };
  throw new NothingToDo("This isn't the latest run of its golden test. Open the latest one.");
}

interface Clicked {
  test: vscode.TestItem;
  message?: vscode.TestMessage;
}

/**
 * The test that was clicked: VS Code hands over the row, or an object with the row and the message.
 *
 * @throws NothingToDo for anything else
 */
export function clickedTest(argument: unknown): Clicked {
  if (isTest(argument)) return { test: argument };
  const isMessage = typeof argument === "object" && argument !== null && "test" in argument && isTest(argument.test);
  if (isMessage) return argument as Clicked;
  throw new NothingToDo("Select a golden test in the Test Explorer first.");
}

function isTest(value: unknown): value is vscode.TestItem {
  return typeof value === "object" && value !== null && "id" in value && "label" in value && "children" in value;
}

/** VS Code hands over a copy of the message. */
function sameMessage(
  messages: readonly GoldenMessage[],
  { message, location }: vscode.TestMessage,
): GoldenMessage | undefined {
  const text = typeof message === "string" ? message : message.value;
  const line = location?.range.start.line;
  const onLine = messages.filter(({ range }) => line === undefined || range.start.line === line);
  return onLine.find((each) => each.text === text) ?? onLine[0];
}
