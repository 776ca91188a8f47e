import type { CommandId } from "#host/commandIds.ts";

/** A button of an error: a command of ours or a small action. */
export interface NextStep {
  title: string;
  run: { command: CommandId; args?: unknown[] } | (() => unknown);
}

/** An error whose message is written for a person, with its buttons. */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly nextSteps: readonly NextStep[];

  constructor(message: string, nextSteps: readonly NextStep[] = [], options?: ErrorOptions) {
    super(message, options);
    this.nextSteps = nextSteps;
  }
}

/**
 * A command has nothing to work with, and the message says what it needs; or the person has stopped it. It is shown as
 * information.
 */
export class NothingToDo extends UserError {}

/** A wrong argument of a command. The message names the field, for a script or a keybinding. */
export class ArgumentError extends UserError {}
