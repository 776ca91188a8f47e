/** The attribute that VS Code reads when the context menu of a webview opens: what its commands get. */
const contextAttribute = "data-vscode-context";

/**
 * Tells VS Code which steps the context menu of the story is about: those that the selection touches, if it was opened
 * there, otherwise the one under the pointer or with the focus.
 */
export function nameStepsForMenu(event: MouseEvent): void {
  const { currentTarget, target } = event;
  if (!(currentTarget instanceof HTMLElement) || !(target instanceof Element)) return;
  const clicked = target.closest<HTMLElement>("[data-item]")?.dataset["item"];
  if (clicked === undefined) {
    currentTarget.removeAttribute(contextAttribute);
    return;
  }
  const selected = selectedSteps(currentTarget);
  const steps = selected.includes(clicked) ? selected : [clicked];
  currentTarget.setAttribute(contextAttribute, JSON.stringify({ webviewSection: "step", steps }));
}

function selectedSteps(story: HTMLElement): string[] {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed) return [];
  const steps = Array.from(story.querySelectorAll<HTMLElement>("[data-item]"));
  return steps.filter((step) => selection.containsNode(step, true)).map((step) => step.dataset["item"] ?? "");
}
