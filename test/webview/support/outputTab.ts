import type { PanelPage } from "./panelPage.ts";
import type { usePanels } from "./panels.ts";
import { completedSnapshot, output } from "./sampleEnds.ts";

/** A panel of a completed run, with the focus in the tree of its output. */
export async function openOutputTab(panels: ReturnType<typeof usePanels>, value: unknown = output): Promise<PanelPage> {
  const panel = await panels.open({ state: { tab: "output" } });
  const message = completedSnapshot();
  await panel.send({ ...message, state: { ...message.state, output: { kind: "value", value, bytes: 7700 } } });
  await panel.page.getByRole("tree", { name: "Output" }).focus();
  return panel;
}
