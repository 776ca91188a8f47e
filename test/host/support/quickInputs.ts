import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import { eventually } from "./eventually.ts";

type Pick = vscode.QuickPick<vscode.QuickPickItem>;
type Rows = vscode.QuickPickItem[];
/** A list of `showQuickPick`, of which an extension learns only which row has the focus. */
interface List {
  title: string | undefined;
  rows: readonly vscode.QuickPickItem[];
  focused: vscode.QuickPickItem | undefined;
}
type Input = Pick | vscode.InputBox | List;

/**
 * The quick inputs that the extension opens, which stay VS Code's own. A test types into them and chooses, as far as an
 * extension may: a quick pick tells of a text that code sets, an input box only of its Enter.
 */
export class QuickInputs {
  readonly #original = { ...vscode.window };
  readonly #open = new Set<Input>();
  /** How often {@link goOn} has pressed a key in an input. */
  readonly #presses = new WeakMap<Input, number>();

  /** Keeps what is opened from now on. */
  constructor() {
    const { createQuickPick, createInputBox, showQuickPick } = this.#original;
    const keep = <I extends Pick | vscode.InputBox>(input: I): I => {
      const show = input.show.bind(input);
      input.show = () => {
        show();
        this.#open.add(input);
      };
      input.onDidHide(() => this.#open.delete(input));
      return input;
    };
    Object.assign(vscode.window, {
      createQuickPick: () => keep(createQuickPick()),
      createInputBox: () => keep(createInputBox()),
      showQuickPick: (given: Rows | Promise<Rows>, options: vscode.QuickPickOptions) => {
        const list: List = { title: options.title, rows: [], focused: undefined };
        this.#open.add(list);
        const rows = Promise.resolve(given).then((known) => (list.rows = known));
        const onDidSelectItem = (item: vscode.QuickPickItem): void => void (list.focused = item);
        return Promise.resolve(showQuickPick(rows, { ...options, onDidSelectItem })).finally(() =>
          this.#open.delete(list),
        );
      },
    });
  }

  restore(): void {
    const { createQuickPick, createInputBox, showQuickPick } = this.#original;
    Object.assign(vscode.window, { createQuickPick, createInputBox, showQuickPick });
  }

  /** Waits for the input of this title, with its step: *Add Connection (1/3)*. */
  async box(title: string): Promise<vscode.InputBox> {
    return (await this.#shown(title)) as vscode.InputBox;
  }

  /** The rows of a list, as soon as there are any. */
  async rows(title: string): Promise<readonly vscode.QuickPickItem[]> {
    const input = (await this.#shown(title)) as Pick | List;
    const rows = (): readonly vscode.QuickPickItem[] => ("rows" in input ? input.rows : input.items);
    await eventually(() => assert.ok(rows().length > 0));
    return rows();
  }

  async pick(title: string): Promise<Pick> {
    return (await this.#shown(title)) as Pick;
  }

  /** The labels of the rows that a list offers. */
  async labels(title: string): Promise<string[]> {
    const input = (await this.#shown(title)) as Pick | List;
    return ("rows" in input ? input.rows : input.items).map(({ label }) => label);
  }

  /** Types a text and presses Enter. */
  async enter(title: string, text: string): Promise<vscode.InputBox> {
    const box = await this.box(title);
    box.value = text;
    await press("workbench.action.acceptSelectedQuickOpenItem");
    return box;
  }

  /** Types a text and presses Enter, and waits for what the box says against it. The text stays. */
  async refused(title: string, text: string, problem: RegExp): Promise<void> {
    const box = await this.enter(title, text);
    const said = (): string => (typeof box.validationMessage === "string" ? box.validationMessage : "");
    await eventually(() => assert.match(said(), problem));
    assert.equal(box.value, text);
  }

  /** Chooses the row whose label contains this, and presses Enter. */
  async choose(title: string, label: string): Promise<void> {
    const input = (await this.#shown(title)) as Pick | List;
    const isWanted = (row: vscode.QuickPickItem | undefined): boolean => row?.label.includes(label) ?? false;
    if ("rows" in input) {
      await eventually(() => assert.ok(input.focused));
      for (const _ of input.rows) if (!isWanted(input.focused)) await this.#next(input);
      assert.ok(isWanted(input.focused), `${label} isn't in ${title}`);
    } else {
      const row = input.items.find(isWanted);
      assert.ok(row, `${label} isn't in ${title}`);
      input.activeItems = [row];
    }
    await press("workbench.action.acceptSelectedQuickOpenItem");
  }

  /** Ticks the rows of these labels, and no others. */
  async tick(title: string, ...labels: string[]): Promise<void> {
    const pick = await this.pick(title);
    pick.selectedItems = pick.items.filter(({ label }) => labels.some((each) => label.includes(each)));
  }

  async #next(list: List): Promise<void> {
    const before = list.focused;
    await press("workbench.action.quickOpenSelectNext");
    await eventually(() => assert.notEqual(list.focused, before));
  }

  /** Presses Enter. */
  async accept(title: string): Promise<void> {
    await this.#shown(title);
    await press("workbench.action.acceptSelectedQuickOpenItem");
  }

  /**
   * Presses Enter in whatever is open and ready for it, or Escape where Enter was refused or has led nowhere five times.
   * Does nothing while nothing is open, and while a list has no row yet.
   */
  async goOn(): Promise<void> {
    const input = [...this.#open].at(-1);
    if (!input || !isReady(input)) return;
    const presses = this.#presses.get(input) ?? 0;
    this.#presses.set(input, presses + 1);
    const isRefused = "validationMessage" in input && input.validationMessage;
    await (isRefused || presses === 5 ? this.cancel() : press("workbench.action.acceptSelectedQuickOpenItem"));
  }

  back(): Promise<void> {
    return press("workbench.action.quickInputBack");
  }

  cancel(): Promise<void> {
    return press("workbench.action.closeQuickOpen");
  }

  async #shown(title: string): Promise<Input> {
    let found: Input | undefined;
    await eventually(() => {
      const open = [...this.#open];
      found = open.findLast((input) => titleOf(input) === title);
      assert.ok(found, `${title} isn't open, but ${open.map(titleOf).join()}`);
    });
    return found as Input;
  }
}

function isReady(input: Input): boolean {
  if ("rows" in input) return input.focused !== undefined;
  return "items" in input ? input.activeItems.length > 0 : !input.busy;
}

function titleOf(input: Input): string {
  const { title = "" } = input;
  return "step" in input && input.step !== undefined ? `${title} (${input.step}/${input.totalSteps})` : title;
}

/** What code has set reaches the window in a turn of its own. */
async function press(command: string): Promise<void> {
  await delay(0);
  await vscode.commands.executeCommand(command);
}
