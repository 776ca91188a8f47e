import type { CommandId } from "../ids.ts";

/** A way out of an error, as a button: a command of ours or a small act. */
export interface WayOut {
  title: string;
  run: { command: CommandId; args?: unknown[] } | (() => unknown);
}

/** An error whose message is written for a person, with the ways out of it. */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly waysOut: readonly WayOut[];

  constructor(message: string, waysOut: readonly WayOut[] = [], options?: ErrorOptions) {
    super(message, options);
    this.waysOut = waysOut;
  }
}

/**
 * A command can do nothing as things are, and this says what it needs. Nothing has failed, so it is shown as
 * information.
 */
export class NothingToDo extends UserError {}

/**
 * A wrong argument of a command, told by its field to whoever called: a script or a keybinding, not a person in a
 * dialog.
 */
export class ArgumentError extends UserError {}
