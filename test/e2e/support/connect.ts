import type { Workbench } from "../../harness/workbench.ts";

export interface TypedConnection {
  name: string;
  /** A host or URL, as a person types it. */
  address: string;
  accessKey: string;
}

export const addConnectionCommand = "Dynamiq Runs: Add Connection…";

/** Adds a connection as a person does, through its three steps; the app has to take the key. */
export async function addConnection(workbench: Workbench, connection: TypedConnection): Promise<void> {
  await typeConnection(workbench, connection);
  await widget(workbench).waitFor({ state: "hidden" });
}

/** Adds a connection that does not work (yet): waits for the failure of the real call and saves it all the same. */
export async function addConnectionAnyway(workbench: Workbench, connection: TypedConnection): Promise<void> {
  await typeConnection(workbench, connection);
  await stepButton(workbench, "Save Anyway").click();
  await widget(workbench).waitFor({ state: "hidden" });
}

/** A button of the quick input's title bar. */
export function stepButton(workbench: Workbench, name: string) {
  return widget(workbench).getByRole("button", { name });
}

async function typeConnection(workbench: Workbench, { name, address, accessKey }: TypedConnection): Promise<void> {
  const { quickInput } = workbench;
  await workbench.runCommand(addConnectionCommand);
  await quickInput.waitForTitle("Add Connection (1/3)");
  await quickInput.enter(address);
  await quickInput.waitForTitle("Add Connection (2/3)");
  await quickInput.enter(name);
  await quickInput.waitForTitle("Add Connection (3/3)");
  await quickInput.enter(accessKey);
}

function widget(workbench: Workbench) {
  return workbench.page.locator(".quick-input-widget");
}
