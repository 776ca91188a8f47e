import type { App } from "#workbench/app.ts";
import { findInputRequest, type InputRequestTarget, isNamed, targetOf } from "./inputRequestTarget.ts";
import { pickWaiting, type RequestChoice } from "./pickWaiting.ts";

type Context = Pick<App, "activeRuns" | "answers" | "connections" | "panels" | "sessions">;

/**
 * Answers an input request. If the person came by the palette, the list of those that still wait follows each answer, so
 * that *Enter* leads from one to the next. Each is shown before anything is sent.
 *
 * @param argument as of `findInputRequest`
 * @param act shows one and answers it. @returns its id, `undefined` when the person decided not to answer
 * @returns the id of the one that was answered last
 */
export async function oneAfterAnother(
  context: Context,
  argument: unknown,
  choice: RequestChoice,
  act: (target: InputRequestTarget) => Promise<string | undefined>,
): Promise<string | undefined> {
  const isOne = isNamed(context, argument);
  const first = await findInputRequest(context, argument, { ...choice, isShown: true });
  let answered = first && (await act(first));
  for (let isMore = answered !== undefined && !isOne; isMore;) {
    const next = await pickWaiting(context, { ...choice, isNext: true });
    const id = next && (await act(await targetOf(context, next)));
    isMore = id !== undefined;
    answered = id ?? answered;
  }
  return answered;
}
