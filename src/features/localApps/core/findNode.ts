import type { AppNode } from "./workerMessages.ts";

/** A line in the developer's files where a part of an app is made. It counts from 1. */
export interface SourceLocation {
  file: string;
  line: number;
}

/**
 * Where the code of a node is: a tool's function, else the line that makes it.
 *
 * @param node its id, if it is known, and its name: of a tool, as an agent's model gets it
 */
export function findNode(
  nodes: readonly AppNode[],
  { id, name }: { id?: string; name: string },
): SourceLocation | undefined {
  const found =
    nodes.find((node) => node.id === id) ?? nodes.find((node) => node.name && callName(node.name) === callName(name));
  return sourceLocation(found?.code) ?? sourceLocation(found);
}

/** The SDK offers tools to models without characters that these don't accept. */
function callName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
}

function sourceLocation(node: Pick<AppNode, "file" | "line"> | null | undefined): SourceLocation | undefined {
  const { file, line } = node ?? {};
  return file && line ? { file, line } : undefined;
}
