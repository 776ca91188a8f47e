import { posix } from "node:path";

/**
 * The workflows that a run file can be meant for: the one in its folder that has its name, as `support.py` for
 * `support.run.json`, or is alone there; else all.
 *
 * @param pathOf the path of a workflow's file, as that of the run file
 */
export function likelyTargets<Target>(
  targets: readonly Target[],
  pathOf: (target: Target) => string,
  runFile: string,
): readonly Target[] {
  const beside = targets.filter((target) => posix.dirname(pathOf(target)) === posix.dirname(runFile));
  const named = beside.filter((target) => stemOf(pathOf(target)) === stemOf(runFile));
  return [named, beside].find(({ length }) => length === 1) ?? targets;
}

function stemOf(path: string): string {
  return posix.basename(path).replace(/\..*/, "");
}
