import { sameJson } from "#base/json/sameJson.ts";
import type { Block } from "#model/block.ts";
import { saysMocked } from "#model/mocked.ts";
import type { StepList } from "#runs/story/stepList.ts";
import type { StepPosition, ToolStep } from "#runs/story/storySteps.ts";
import { endOfCall, kept, wasMade } from "#runs/story/toolCalls.ts";
import type { BundledCall, CallWords } from "./appParts.ts";
import { PieceText } from "./pieceText.ts";

/** How much of a streaming input is kept, in characters. The whole input comes with the call. */
const maxInputLength = 20_000;

/** The position at which a call begins. */
export type CallPosition = StepPosition & Pick<ToolStep, "startedAt">;

interface OpenCall {
  step: string;
  /** The tool's id of the call. Another call may take it over. */
  id: string;
  name: string;
  iteration: number | undefined;
  /** Whether its whole input has arrived, so that the app is going to run it. */
  called: boolean;
  /** The input that the model writes, of which placeholders are shown once they are whole. */
  written: PieceText;
}

interface CallEnd {
  /** The status as the app sent it. */
  status: string | undefined;
  result: unknown;
  input?: unknown;
  output?: unknown;
  files?: unknown;
  at: number | undefined;
  sequence: number;
  cached?: true | undefined;
  mocked?: true | undefined;
  attempts?: ToolStep["attempts"];
  traceback?: string;
  /** Set if only the result of its bundle says how it ended. */
  bundled?: true;
}

/** The tool calls of one speaker, from the first piece of their input to their result. */
export class SpeakerCalls {
  readonly #steps: StepList;
  readonly #keep: (value: unknown) => unknown;
  /** Calls without a result yet, in the order in which they began. */
  #open: OpenCall[] = [];
  /** Calls that the app left behind without a result. A resumed run may repeat them. */
  #unfinished: OpenCall[] = [];
  /** The call that the app named last: a hook names none. */
  #newest: OpenCall | undefined;
  /** What hooks blocked of calls whose results haven't come yet, with the call that the app had named last. */
  #blocks: { block: Block; position: StepPosition; call: OpenCall | undefined }[] = [];
  /** Calls that hooks closed. A result may follow all the same. */
  #stopped: OpenCall[] = [];
  /** Calls that an answer interrupted while the model wrote them. The app may run them all the same. */
  #interrupted: OpenCall[] = [];

  /** @param keep reduces a call's input and results to the part that is kept */
  constructor(steps: StepList, keep: (value: unknown) => unknown) {
    this.#steps = steps;
    this.#keep = keep;
  }

  /** The calls that were left behind last. */
  get unfinished(): readonly Pick<OpenCall, "step" | "id">[] {
    return this.#unfinished;
  }

  /** Whether a call has no result yet. */
  get areOpen(): boolean {
    return this.#open.length > 0;
  }

  has(id: string): boolean {
    return this.stepOf(id) !== undefined;
  }

  stepOf(id: string): string | undefined {
    return this.#find(id)?.step;
  }

  /** The step of a tool's newest call. */
  newest(name?: string, type?: string): string | undefined {
    return this.#open.findLast((call) => {
      const step = this.#steps.find(call.step);
      return (
        (name === undefined || call.name === name) &&
        (type === undefined || (step?.kind === "tool" && step.toolType?.endsWith(type)))
      );
    })?.step;
  }

  /** The model begins to write a call. */
  start(call: CallWords, position: CallPosition): void {
    if (!this.has(call.id)) this.#add(call, position, false);
  }

  push(call: CallWords, piece: string, position: CallPosition): void {
    const open = this.#find(call.id) ?? this.#add(call, position, false);
    const step = this.#steps.find(open.step);
    if (step?.kind !== "tool" || open.called) return;
    const { written } = open;
    const room = maxInputLength - written.text.length;
    if (room <= 0) return;
    written.push(piece.slice(0, room));
    this.#steps.replace({ ...step, inputText: written.text, until: position.at });
  }

  /**
   * The app runs a call, whose pieces may have had another id: then it is the one of this tool that waits for its
   * input. @param taken the ids of the calls that belong to others of the same bundle
   */
  call(
    call: CallWords,
    input: unknown,
    position: CallPosition,
    bundle?: string,
    taken: ReadonlySet<string> = new Set(),
  ): void {
    const open =
      this.#find(call.id) ??
      this.#open.find((each) => !each.called && each.name === call.name && !taken.has(each.id)) ??
      this.#goOn(call, position) ??
      this.#add(call, position, true);
    open.id = call.id;
    open.called = true;
    this.#newest = open;
    this.#update(open, { input: this.#keep(input), inputText: undefined, ...(bundle === undefined ? {} : { bundle }) });
    const step = this.#steps.find(open.step);
    if (step?.kind === "tool") this.#steps.replace(this.#steps.repeats.begun(step));
  }

  /** Continues a call of an earlier run of the same node, as after a pause. */
  takeOver(call: CallWords, input: unknown, from: SpeakerCalls): boolean {
    const keptInput = this.#keep(input);
    const open = [...from.#open, ...from.#unfinished].find(
      (each) =>
        each.called &&
        each.name === call.name &&
        each.iteration === call.iteration &&
        sameJson(this.#inputOf(each), keptInput),
    );
    if (!open) return false;
    from.#open = from.#open.filter((each) => each !== open);
    from.#unfinished = from.#unfinished.filter((each) => each !== open);
    open.id = call.id;
    this.#open.push(open);
    this.#update(open, { state: "running", until: undefined });
    return true;
  }

  finish(call: CallWords, ending: CallEnd, position: CallPosition): string {
    const known = this.#find(call.id) ?? this.#stopped.findLast(({ id }) => id === call.id);
    const open = known ?? this.#add(call, position, true);
    this.#stopped = this.#stopped.filter((each) => each !== open);
    this.#open = this.#open.filter((each) => each !== open);
    const step = this.#steps.find(open.step);
    if (step?.kind !== "tool") return open.step;
    const { result, input, files, at, sequence, cached, mocked, attempts, traceback } = ending;
    const { output, ...end } = this.#endOf(open, step, ending);
    const lasted =
      known === undefined || step.at === undefined || at === undefined ? undefined : Math.max(0, at - step.at);
    const ended: ToolStep = {
      ...step,
      input: this.#keep(input ?? undefined) ?? step.input,
      inputText: undefined,
      result: this.#keep(result ?? undefined),
      output: kept(output, this.#keep),
      files: kept(files, this.#keep),
      ...(mocked || saysMocked(result, output) ? { mocked: true } : {}),
      ...(cached ? { cached } : {}),
      ...(attempts ? { attempts } : {}),
      ...(traceback === undefined ? {} : { traceback }),
      ...end,
      ended: sequence,
      until: at,
      startedAt: known === undefined ? undefined : step.startedAt,
      duration: wasMade({ ...step, ...end }) ? lasted : undefined,
    };
    const begun = known === undefined ? this.#steps.repeats.begun(ended) : ended;
    const done = this.#steps.artifacts.ended(begun, output);
    this.#steps.replace(done);
    if (done.state === "failed") this.#steps.repeats.failed(done);
    return open.step;
  }

  /** Ends the calls of a bundle that have no result of their own, because their tools are unknown. @returns their steps */
  finishBundle(
    bundle: readonly BundledCall[],
    ending: Pick<CallEnd, "at" | "sequence">,
    position: (part: number) => CallPosition,
  ): string[] {
    return bundle.flatMap((each, part) => {
      if (!this.has(each.id)) return [];
      return this.finish(each, { ...ending, status: each.status, result: each.result, bundled: true }, position(part));
    });
  }

  /** A hook blocked a call, whose result will say so as well. */
  noteBlock(block: Block, position: StepPosition): void {
    this.#blocks.push({ block, position, call: this.#newest });
  }

  /** A hook blocked a call, and no result follows. @returns the step of that call; `undefined` without one */
  block(block: Block, { at, sequence }: StepPosition): string | undefined {
    const open = this.#open.find((call) => call === this.#newest) ?? this.#open.at(-1);
    if (!open) return undefined;
    this.#open = this.#open.filter((each) => each !== open);
    this.#stopped.push(open);
    this.#update(open, { state: "blocked", blocked: block, ended: sequence, until: at });
    return open.step;
  }

  /** How a call ended, with what its hook said before. */
  #endOf(open: OpenCall, step: ToolStep, { status, result, output, bundled }: CallEnd): ReturnType<typeof endOfCall> {
    const end = endOfCall(status, result, output);
    if (step.blocked) return { ...end, state: "blocked", blocked: step.blocked };
    const isSame = ({ block }: { block: Block }): boolean => block.by === end.blocked?.by;
    const said =
      this.#blocks.find((each) => each.call === open && (end.state === "skipped" || isSame(each))) ??
      this.#blocks.find((each) => isSame(each) || (end.state === "skipped" && bundled));
    if (!said) return end;
    this.#blocks = this.#blocks.filter((each) => each !== said);
    return { ...end, state: "blocked", blocked: said.block };
  }

  /** Discards what the model had begun to write. Returns whether there was anything. */
  discard(reason: string | undefined, at: number | undefined): boolean {
    const written = this.#open.filter(({ called }) => !called);
    this.#open = this.#open.filter(({ called }) => called);
    for (const open of written) this.#update(open, { state: "discarded", reason, until: at });
    return written.length > 0;
  }

  /** Nothing more arrives for the calls so far, or before an iteration. @returns whether there were any */
  close(at: number | undefined, before = Infinity): boolean {
    const over = this.#open.filter(({ iteration }) => (iteration ?? -Infinity) < before);
    this.#open = this.#open.filter((open) => !over.includes(open));
    const blocked = this.#settleBlocks(over, at, before);
    const left = over.filter((open) => !blocked.includes(open));
    this.#unfinished = left.filter(({ called }) => called);
    if (left.length > 0) this.#interrupted = left.filter(({ called }) => !called);
    for (const open of left) {
      if (open.called) this.#update(open, { state: "unfinished", until: at });
      else this.#update(open, { state: "discarded", until: at });
    }
    return over.length > 0;
  }

  /** Settles blocks before an iteration: what they blocked has no result. @returns the calls that they blocked */
  #settleBlocks(over: readonly OpenCall[], at: number | undefined, before: number): OpenCall[] {
    const called = over.filter((call) => call.called);
    const blocked: OpenCall[] = [];
    const blocks = this.#blocks;
    this.#blocks = [];
    for (const each of blocks) {
      const { block, position } = each;
      // A stream that begins in the middle says the iteration only with the result.
      if (before < Infinity && (position.iteration ?? before) >= before) {
        this.#blocks.push({ ...each, position: { ...position, iteration: before } });
        continue;
      }
      const open = called.pop();
      if (open) this.#update(open, { state: "blocked", blocked: block, until: at });
      else this.#steps.add({ ...position, kind: "blocked", blocked: block });
      if (open) blocked.push(open);
    }
    return blocked;
  }

  /** The whole output of a model, which writes calls and doesn't run them. */
  settleWritten(at: number | undefined): void {
    const open = this.#open;
    this.#open = [];
    for (const each of open) {
      const step = this.#steps.find(each.step);
      each.written.finish();
      const input = step?.kind === "tool" && step.inputText !== undefined ? each.written.text : undefined;
      this.#update(each, { state: "unfinished", until: at, input, inputText: undefined });
    }
  }

  #add(call: CallWords, position: CallPosition, called: boolean): OpenCall {
    const { id, name } = call;
    const open = { step: position.id, id, name, iteration: position.iteration, called, written: new PieceText() };
    this.#open.push(open);
    this.#steps.add({
      ...position,
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

  #goOn({ id }: CallWords, { iteration }: CallPosition): OpenCall | undefined {
    const open = this.#interrupted.find((call) => call.id === id && call.iteration === iteration);
    if (!open) return undefined;
    this.#interrupted = this.#interrupted.filter((call) => call !== open);
    this.#open.push(open);
    this.#update(open, { state: "running", until: undefined });
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
