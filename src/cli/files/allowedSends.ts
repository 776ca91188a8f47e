import { resolve } from "node:path";
import { oneLine } from "../../base/text/oneLine.ts";
import type { OutsideRead } from "../../runFiles/consent/readGate.ts";
import { isWithin, realPlace } from "../../runFiles/realPlace.ts";
import type { Allowed } from "../args/commandLine.ts";
import type { CommandTools } from "../commandTools.ts";
import { exitCodes } from "../exitCodes.ts";
import type { Shell } from "../shell/shell.ts";
import { UsageError } from "../usageError.ts";

/** The things outside the current folder that a file wants to send. */
export interface SendQuestion {
  name: string;
  /** Where it goes. */
  host: string;
  reads: readonly OutsideRead[];
}

/** Decides what may be sent that isn't of the current folder: what an option allows, or the person at the terminal. */
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
    const list = open.map((read) => `  ${wordsOf(read)}`).join("\n");
    const what = `${oneLine(name)} would send these to ${host}, which needs your consent:\n${list}\n`;
    if (!this.#shell.ask) {
      throw new UsageError(`${what}To allow it, add ${open.map(optionFor).join(" ")}.`);
    }
    this.#shell.err(what);
    const answer = await this.#shell.ask("Send it? [y/N] ", signal);
    if (!/^y(es)?$/i.test(answer?.trim() ?? "")) return false;
    for (const read of open) this.#answered.add(keyOf(read));
    return true;
  }

  /** The reads that neither an option nor a person has allowed. Nobody is asked. */
  async notAllowed(reads: readonly OutsideRead[]): Promise<OutsideRead[]> {
    const places = await Promise.all(this.#allowed.paths.map((path) => this.#placeOf(path)));
    return reads.filter((read) => !this.#answered.has(keyOf(read)) && !this.#isAllowed(read, places));
  }

  #isAllowed(read: OutsideRead, places: readonly string[]): boolean {
    if (read.kind === "variable") return this.#allowed.variables.includes(read.name);
    return places.some((place) => isWithin(read.name, place));
  }

  async #placeOf(path: string): Promise<string> {
    const absolute = resolve(this.#shell.folder, path);
    return (await realPlace(absolute)) ?? absolute;
  }
}

/** Says that the person didn't agree, or stopped it. @returns the exit code */
export function nothingSent({ shell, interrupts }: Pick<CommandTools, "shell" | "interrupts">): number {
  shell.err("Nothing was sent.\n");
  return interrupts.exitCode ?? exitCodes.usage;
}

function keyOf({ kind, name, version }: OutsideRead): string {
  return JSON.stringify([kind, name, version]);
}

function wordsOf({ kind, name, through }: OutsideRead): string {
  if (kind === "variable") return `environment variable ${oneLine(name)}`;
  const link = through === undefined || through === name ? "" : `, through ${oneLine(through)}`;
  return `file ${oneLine(name)}${kind === "text" ? ", as text" : ""}${link}`;
}

function optionFor({ kind, name }: OutsideRead): string {
  const value = oneLine(name);
  return `${kind === "variable" ? "--allow-env" : "--allow-read"} ${/^[\w./:\\-]+$/.test(value) ? value : `"${value}"`}`;
}
