import type { RunPresenter } from "#workbench/panel/vscode/runPresenter.ts";
import type { PanelPage } from "./panelPage.ts";

/** Answers the first call that the panel asks for, as the extension does. */
export async function answerCall(panel: PanelPage, presenter: RunPresenter): Promise<void> {
  const [asked] = await panel.sent("useCall");
  const { story = [], totals } = presenter.showCall(asked!.id, asked!.side);
  await panel.send({ type: "delta", batch: 1, rows: [], story, totals });
}
