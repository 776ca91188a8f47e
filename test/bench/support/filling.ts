import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Workbench } from "../../harness/vscode/workbench.ts";
import { writeProbe } from "../../harness/vscode/writeProbe.ts";
import { formatNumber, median, report } from "../figures.ts";
import type { FillingFacts } from "../probes/fillingProbe.ts";

const titles = { fill: "Fill the Local Index", stop: "Stop Filling the Local Index" };
/** In milliseconds, before something is measured: the filling has begun, or is over. */
const settling = 1_500;

/** What a workbench needs so that its local index can be filled while something else is measured. */
export interface FillingParts {
  /** The folder of an extension that does it. */
  probe: string;
  env: Readonly<Record<string, string>>;
  file: string;
}

/** @param folder for its files */
export async function fillingParts(folder: string): Promise<FillingParts> {
  const commands = Object.entries(titles).map(([name, title]) => ({ command: `fillingProbe.${name}`, title }));
  const probe = await writeProbe(folder, "bench/probes/fillingProbe", {
    activationEvents: [],
    contributes: { commands },
  });
  const file = join(folder, "filling.json");
  return { probe, env: { DYNAMIQ_RUNS_FILLING: file }, file };
}

/** Fills the local index of the active connection in a workbench, again and again. */
export class Filling {
  readonly #workbench: () => Workbench;
  readonly #file: string;
  #turns = 0;

  constructor(workbench: () => Workbench, { file }: FillingParts) {
    this.#workbench = workbench;
    this.#file = file;
  }

  /** Does something while the index is filled. */
  async during<T>(act: () => Promise<T>): Promise<T> {
    await this.#turn(titles.fill);
    const result = await act();
    await this.#turn(titles.stop);
    return result;
  }

  /** The most memory that the extension host had more than before the first filling, in bytes. */
  async growth(): Promise<number> {
    const { before, most } = await this.#facts();
    return most - before;
  }

  async #turn(title: string): Promise<void> {
    await this.#workbench().runCommand(title);
    this.#turns++;
    while ((await this.#facts()).turns < this.#turns) await delay(50);
    await delay(settling);
  }

  async #facts(): Promise<FillingFacts> {
    const text = await readFile(this.#file, "utf8").catch(() => "");
    return text === "" ? { turns: 0, before: 0, most: 0 } : (JSON.parse(text) as FillingFacts);
  }
}

/** Figures of several rounds while the index is filled, and of rounds without it between them. */
export class FillingRounds {
  readonly #figures = new Map<string, { unit: string; plain: number[]; filling: number[] }>();

  note(name: string, unit: string, isFilling: boolean, value: number): void {
    const figure = this.#figures.get(name) ?? { unit, plain: [], filling: [] };
    this.#figures.set(name, figure);
    (isFilling ? figure.filling : figure.plain).push(value);
  }

  /** Reports the medians. @param where `tree` */
  report(where: string): void {
    for (const [name, { unit, plain, filling }] of this.#figures) {
      const [value, before] = [median(filling), median(plain)];
      const baseline = `without it (${formatNumber(before)} ${unit})`;
      report({ name: `${where} while the index is filled: ${name}`, value, unit, ratio: value / before, baseline });
    }
  }
}
