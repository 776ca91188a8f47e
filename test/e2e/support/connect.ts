import type { Workbench } from "../../harness/vscode/workbench.ts";

export interface TypedConnection {
  name: string;
  /** A host or URL, as a person types it. */
  address: string;
  accessKey: string;
}

const addConnectionCommand = "Dynamiq Runs: Add Connection…";

/** Adds a connection as a person does, through its three steps; the app has to take the key. */
export async function addConnection(workbench: Workbench, connection: TypedConnection): Promise<void> {
  await typeConnection(workbench, connection);
  await waitUntilShown(workbench, connection);
}

/**
 * Adds a connection that does not work (yet): waits for the failure, of the address or of the key, and saves it anyway.
 */
export async function addConnectionAnyway(workbench: Workbench, connection: TypedConnection): Promise<void> {
  if ((await typeConnection(workbench, connection)) === "working") await saveAnyway(workbench).click();
  await waitUntilShown(workbench, connection);
}

/** The view has the focus by then, and nothing takes it from what a test opens next. */
async function waitUntilShown(workbench: Workbench, { name }: TypedConnection): Promise<void> {
  await widget(workbench).waitFor({ state: "hidden" });
  await workbench.page.locator(".statusbar-item", { hasText: name }).waitFor();
}

/** The link beside the reason why a value of a step was not accepted. */
function saveAnyway(workbench: Workbench) {
  return widget(workbench).getByRole("link", { name: "Save Anyway" });
}

/** @returns whether the address works; one that does not is saved anyway */
async function typeConnection(
  workbench: Workbench,
  { name, address, accessKey }: TypedConnection,
): Promise<"working" | "saved anyway"> {
  const { quickInput } = workbench;
  // Else the view may have the focus again as soon as the last step is closed.
  await workbench.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await workbench.runCommand(addConnectionCommand);
  await quickInput.waitForTitle("Add Connection (1/3)");
  await quickInput.enter(address);
  const next = widget(workbench).locator(".quick-input-title", { hasText: "Add Connection (2/3)" });
  await saveAnyway(workbench).or(next).first().waitFor();
  const works = await next.isVisible();
  if (!works) await saveAnyway(workbench).click();
  await quickInput.waitForTitle("Add Connection (2/3)");
  await quickInput.enter(name);
  await quickInput.waitForTitle("Add Connection (3/3)");
  await quickInput.enter(accessKey);
  return works ? "working" : "saved anyway";
}

function widget(workbench: Workbench) {
  return workbench.page.locator(".quick-input-widget");
}
