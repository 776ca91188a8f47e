import { isContainer } from "../../../base/json/exactNumber.ts";

type Fields = Record<string, unknown>;

/** The names of an app's nodes, wherever an event of the run gives them. */
export class NodeNames {
  readonly #names = new Map<string, string>();

  /** The name of a node, or its id if no event has named it. */
  of(node: string): string {
    return this.#names.get(node) ?? node;
  }

  /** @returns whether the name is new */
  learn(node: unknown, name: unknown): boolean {
    if (typeof node !== "string" || typeof name !== "string" || name === "") return false;
    if (this.#names.get(node) === name) return false;
    this.#names.set(node, name);
    return true;
  }

  /** Reads the names of an event's sender and of failed nodes. @returns whether a name is new */
  learnFrom(source: unknown, data: unknown): boolean {
    let isNew = isContainer(source) && this.#learnNode(source as Fields);
    if (!isContainer(data)) return isNew;
    const { source: inner, error } = data as Fields;
    if (isContainer(inner)) isNew = this.#learnNode(inner as Fields) || isNew;
    const failed = isContainer(error) ? (error as Fields)["failed_nodes"] : undefined;
    if (!Array.isArray(failed)) return isNew;
    for (const node of failed) isNew = (isContainer(node) && this.#learnNode(node as Fields)) || isNew;
    return isNew;
  }

  #learnNode({ id, name }: Fields): boolean {
    return this.learn(id, name);
  }
}
