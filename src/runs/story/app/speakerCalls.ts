import { sameJson } from "../../../base/json/sameJson.ts";
import { saysMocked } from "../../../model/mocked.ts";
import type { StepList } from "../stepList.ts";
import type { StepPosition, ToolStep } from "../storySteps.ts";
import type { BundledCall, CallWords } from "./appParts.ts";

/** How much of a streaming input is kept, in characters. The whole input comes with the call. */
const longestInput = 20_000;

/** The place where a call begins. */
export type CallPlace = StepPosition & Pick<ToolStep, "startedAt">;

interface OpenCall {
  /** The step that shows it. */
  step: string;
  /** The tool's id of the call. Another call may take it over. */
  id: string;
  name: string;
  iteration: number | undefined;
  /** Whether its whole input has arrived, so that the app is going to run it. */
  called: boolean;
}

interface Ending {
  state: ToolStep["state"];
  result: unknown;
  input?: unknown;
  output?: unknown;
  files?: unknown;
  at: number | undefined;
  sequence: number;
}

/** The tool calls of one speaker, from the first piece of their input to their result. */
export class SpeakerCalls {
  readonly #steps: StepList;
  readonly #keep: (value: unknown) => unknown;
  /** Calls without a result yet, in the order in which they began. */
  #open: OpenCall[] = [];
  /** Calls that the app left behind without a result. A resumed run may repeat them. */
  #unfinished: OpenCall[] = [];

  /** @param keep reduces a call's input and results to the part that is kept */
  constructor(steps: StepList, keep: (value: unknown) => unknown) {
    this.#steps = steps;
    this.#keep = keep;
  }

  /** The calls that were left behind last. */
  get unfinished(): readonly Pick<OpenCall, "step" | "id">[] {
    return this.#unfinished;
  }

  has(id: string): boolean {
    return this.#open.some((call) => call.id === id);
  }

  /** The step of a tool's newest call. */
  newest(name?: string, type?: string): string | undefined {
    return this.#open.findLast((call) => {
      const step = this.#steps.find(call.step);
      return (
        (name === undefined || call.name === name) &&
        (type === undefined || (step?.kind === "tool" && isOfType(step, type)))
      );
    })?.step;
  }

  /** The model begins to write a call. */
  start(call: CallWords, place: CallPlace): void {
    if (!this.has(call.id)) this.#add(call, place, false);
  }

  push(call: CallWords, piece: string, place: CallPlace): void {
    const open = this.#find(call.id) ?? this.#add(call, place, false);
    const step = this.#steps.find(open.step);
    if (step?.kind !== "tool" || open.called) return;
    const before = step.inputText ?? "";
    const room = longestInput - before.length;
    if (room > 0) this.#steps.replace({ ...step, inputText: before + piece.slice(0, room), until: place.at });
  }

  /**
   * The app runs a call with this input. It may have the id of an earlier, void call, while the id of its streamed
   * pieces is never used again. Then it is the call of the same tool that waits for its input.
   *
   * @param taken the ids of the calls that belong to others of the same bundle
   */
  call(
    call: CallWords,
    input: unknown,
    place: CallPlace,
    bundle?: string,
    taken: ReadonlySet<string> = new Set(),
  ): void {
    const open =
      this.#find(call.id) ??
      this.#open.find((each) => !each.called && each.name === call.name && !taken.has(each.id)) ??
      this.#add(call, place, true);
    open.id = call.id;
    open.called = true;
    this.#update(open, { input: this.#keep(input), inputText: undefined, ...(bundle === undefined ? {} : { bundle }) });
    const step = this.#steps.find(open.step);
    if (step?.kind === "tool") this.#steps.replace(this.#steps.repeats.begun(step));
  }

  /** Continues a call of an earlier run of the same node, as after a pause. */
  takeOver(call: CallWords, input: unknown, from: SpeakerCalls): boolean {
    const wanted = this.#keep(input);
    const open = [...from.#open, ...from.#unfinished].find(
      (each) =>
        each.called &&
        each.name === call.name &&
        each.iteration === call.iteration &&
        sameJson(this.#inputOf(each), wanted),
    );
    if (!open) return false;
    from.#open = from.#open.filter((each) => each !== open);
    from.#unfinished = from.#unfinished.filter((each) => each !== open);
    open.id = call.id;
    this.#open.push(open);
    this.#update(open, { state: "running", until: undefined });
    return true;
  }

  finish(call: CallWords, ending: Ending, place: CallPlace): string {
    const known = this.#find(call.id);
    const open = known ?? this.#add(call, place, true);
    this.#open = this.#open.filter((each) => each !== open);
    const step = this.#steps.find(open.step);
    if (step?.kind !== "tool") return open.step;
    const { state, result, input, output, files, at, sequence } = ending;
    const lasted =
      known === undefined || step.at === undefined || at === undefined ? undefined : Math.max(0, at - step.at);
    const ended: ToolStep = {
      ...step,
      input: this.#keep(input ?? undefined) ?? step.input,
      inputText: undefined,
      result: this.#keep(result ?? undefined),
      output: this.#keep(isNothing(output) ? undefined : output),
      ...(isNothing(files) ? {} : { files: this.#keep(files) }),
      ...(saysMocked(result, output) ? { mocked: true } : {}),
      state,
      ended: sequence,
      until: at,
      startedAt: known === undefined ? undefined : step.startedAt,
      duration: lasted,
    };
    const begun = known === undefined ? this.#steps.repeats.begun(ended) : ended;
    const done = this.#steps.artifacts.ended(begun, output);
    this.#steps.replace(done);
    if (state === "failed") this.#steps.repeats.failed(done);
    return open.step;
  }

  /** Ends the calls of a bundle that have no result of their own, because their tools are unknown. */
  finishBundle(
    bundle: readonly BundledCall[],
    ending: Pick<Ending, "at" | "sequence">,
    place: (part: number) => CallPlace,
  ): void {
    bundle.forEach((each, part) => {
      if (!this.has(each.id)) return;
      const failed = each.status === "failure";
      this.finish(each, { ...ending, state: failed ? "failed" : "finished", result: each.result }, place(part));
    });
  }

  /** Discards what the model had begun to write. Returns whether there was anything. */
  discard(reason: string | undefined, at: number | undefined): boolean {
    const written = this.#open.filter(({ called }) => !called);
    this.#open = this.#open.filter(({ called }) => called);
    for (const open of written) this.#update(open, { state: "discarded", reason, until: at });
    return written.length > 0;
  }

  /**
   * Nothing more will arrive for the calls so far, or for those before an iteration. Returns whether there were any.
   */
  close(at: number | undefined, before = Infinity): boolean {
    const over = this.#open.filter(({ iteration }) => (iteration ?? -Infinity) < before);
    this.#open = this.#open.filter((open) => !over.includes(open));
    this.#unfinished = over.filter(({ called }) => called);
    for (const open of over) {
      if (open.called) this.#update(open, { state: "unfinished", until: at });
      else this.#update(open, { state: "discarded", until: at });
    }
    return over.length > 0;
  }

  /** The whole output of a model, which writes calls and doesn't run them. */
  settleWritten(at: number | undefined): void {
    const open = this.#open;
    this.#open = [];
    for (const each of open) {
      const step = this.#steps.find(each.step);
      const input = step?.kind === "tool" ? step.inputText : undefined;
      this.#update(each, { state: "unfinished", until: at, input, inputText: undefined });
    }
  }

  #add(call: CallWords, place: CallPlace, called: boolean): OpenCall {
    const open: OpenCall = { step: place.id, id: call.id, name: call.name, iteration: place.iteration, called };
    this.#open.push(open);
    this.#steps.add({
      ...place,
      kind: "tool",
      name: call.name,
      toolType: call.toolType,
      input: undefined,
      result: undefined,
      progress: "",
      state: "running",
    });
    return open;
  }

  #find(id: string): OpenCall | undefined {
    return this.#open.findLast((call) => call.id === id);
  }

  #inputOf({ step: id }: OpenCall): unknown {
    const step = this.#steps.find(id);
    return step?.kind === "tool" ? step.input : undefined;
  }

  #update(open: OpenCall, fields: Partial<ToolStep>): void {
    const step = this.#steps.find(open.step);
    if (step?.kind === "tool") this.#steps.replace({ ...step, ...fields });
  }
}

function isOfType({ toolType }: ToolStep, type: string): boolean {
  return toolType?.endsWith(type) ?? false;
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === "object" && Object.keys(value).length === 0);
}
