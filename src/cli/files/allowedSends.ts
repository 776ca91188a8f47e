import { resolve } from "node:path";
import { oneLine } from "#base/text/oneLine.ts";
import type { Allowed } from "#cli/args/commandLine.ts";
import type { CommandTools } from "#cli/commandTools.ts";
import { exitCodes } from "#cli/exitCodes.ts";
import type { Shell } from "#cli/shell/shell.ts";
import { UsageError } from "#cli/usageError.ts";
import type { OutsideRead } from "#runFiles/consent/readGate.ts";
import { isWithin, resolveLinks } from "#runFiles/paths.ts";

/** The things outside the current folder that a file wants to send, and the file for its output if it isn't data. */
export interface SendQuestion {
  name: string;
  /** The host that it goes to. */
  host: string;
  reads: readonly OutsideRead[];
}

/** What needs consent about an output. */
const savingDeed = "save the run's output to a file that programs may run or read as settings";

/**
 * Decides what may be sent that isn't of the current folder, and where an output may go: what an option allows, or the
 * person at the terminal.
 */
export class AllowedSends {
  readonly #allowed: Allowed;
  readonly #shell: Shell;
  readonly #answered = new Set<string>();

  constructor(allowed: Allowed, shell: Shell) {
    this.#allowed = allowed;
    this.#shell = shell;
  }

  /**
   * @returns whether it may be sent; `false` when the person declined
   * @throws UsageError when nobody can be asked; it names the options that would allow it
   */
  async mayBeSent({ name, host, reads }: SendQuestion, signal: AbortSignal): Promise<boolean> {
    const open = await this.notAllowed(reads);
    if (open.length === 0) return true;
    const isOutput = ({ kind }: OutsideRead): boolean => kind === "output";
    const questions = [
      {
        reads: open.filter((read) => !isOutput(read)),
        deed: `send the following to ${host}`,
        question: "Send it? [y/N] ",
      },
      { reads: open.filter(isOutput), deed: savingDeed, question: "Save it there? [y/N] " },
    ].flatMap(({ reads: about, deed, question }) => {
      const list = about.map((read) => `  ${wordsOf(read)}\n`).join("");
      const text = `${oneLine(name)} needs your consent to ${deed}:\n${list}`;
      return about.length === 0 ? [] : [{ text, question }];
    });
    const { ask, err } = this.#shell;
    if (!ask) {
      const texts = questions.map(({ text }) => text).join("");
      throw new UsageError(`${texts}To allow it, add ${open.map(optionFor).join(" ")}.`);
    }
    for (const { text, question } of questions) {
      err(text);
      const answer = await ask(question, signal);
      if (!/^y(es)?$/i.test(answer?.trim() ?? "")) return false;
    }
    for (const read of open) this.#answered.add(readKey(read));
    return true;
  }

  /** The reads that neither an option nor a person has allowed. Nobody is asked. */
  async notAllowed(reads: readonly OutsideRead[]): Promise<OutsideRead[]> {
    const { variables, paths, outputs } = this.#allowed;
    const [toSend, toWrite] = await Promise.all([this.#pathsWithoutLinks(paths), this.#pathsWithoutLinks(outputs)]);
    const isAllowed = ({ kind, name }: OutsideRead): boolean => {
      if (kind === "variable") return variables.includes(name);
      return (kind === "output" ? toWrite : toSend).some((allowedPath) => isWithin(name, allowedPath));
    };
    return reads.filter((read) => !this.#answered.has(readKey(read)) && !isAllowed(read));
  }

  #pathsWithoutLinks(paths: readonly string[]): Promise<string[]> {
    return Promise.all(paths.map((path) => this.#pathWithoutLinks(path)));
  }

  async #pathWithoutLinks(path: string): Promise<string> {
    const absolute = resolve(this.#shell.folder, path);
    return (await resolveLinks(absolute)) ?? absolute;
  }
}

/** Says that the person didn't agree, or stopped it. @returns the exit code */
export function nothingSent({ shell, interrupts }: Pick<CommandTools, "shell" | "interrupts">): number {
  shell.err("Nothing was sent.\n");
  return interrupts.exitCode ?? exitCodes.usage;
}

function readKey({ kind, name, version }: OutsideRead): string {
  return JSON.stringify([kind, name, version]);
}

function wordsOf({ kind, name, through }: OutsideRead): string {
  if (kind === "variable") return `environment variable ${oneLine(name)}`;
  if (kind === "output") return `file ${oneLine(name)}`;
  const link = through === undefined || through === name ? "" : `, through ${oneLine(through)}`;
  return `file ${oneLine(name)}${kind === "text" ? ", as text" : ""}${link}`;
}

const optionNames: Record<OutsideRead["kind"], string> = {
  attachment: "--allow-read",
  text: "--allow-read",
  variable: "--allow-env",
  output: "--allow-write",
  // The command line has one app: a file can't name another one.
  connection: "--app",
};

function optionFor({ kind, name }: OutsideRead): string {
  const value = oneLine(name);
  return `${optionNames[kind]} ${/^[\w./:\\-]+$/.test(value) ? value : `"${value}"`}`;
}
