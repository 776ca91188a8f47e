import { posix } from "node:path";
import { type TargetKind, targetKinds } from "./findTargets.ts";

/** A workflow, and the path of its file. */
interface PlacedTarget {
  path: string;
  kind: TargetKind;
}

/**
 * The workflows that a run file can be meant for: the one in its folder that has its name, as `support.py` for
 * `support.run.json`, or is alone there; else all. In a file, a workflow counts before the agents that it consists of.
 */
export function likelyTargets<Target extends PlacedTarget>(
  targets: readonly Target[],
  runFile: string,
): readonly Target[] {
  const beside = targets
    .filter(({ path }) => posix.dirname(path) === posix.dirname(runFile))
    .filter((target) => !targets.some((other) => other.path === target.path && rankOf(other) < rankOf(target)));
  const named = beside.filter(({ path }) => stemOf(path) === stemOf(runFile));
  return [named, beside].find(({ length }) => length === 1) ?? targets;
}

function rankOf({ kind }: PlacedTarget): number {
  return targetKinds.indexOf(kind);
}

function stemOf(path: string): string {
  return posix.basename(path).replace(/\..*/, "");
}
