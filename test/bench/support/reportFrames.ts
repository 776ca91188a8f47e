import { report } from "../figures.ts";
import type { Frames } from "./frames.ts";

interface FramesBaseline {
  frames: Frames;
  /** What they are frames of, for example `VS Code's explorer`. */
  of: string;
}

/**
 * Tells how long something took and how smoothly it was drawn; a frame counts all of the machine, a task our own work.
 */
export function reportFrames(what: string, frames: Frames, baseline?: FramesBaseline): void {
  report({ name: `${what}: time`, value: frames.time, unit: "ms" });
  for (const [part, unit] of [
    ["longestFrame", "ms"],
    ["longestWork", "ms of processor"],
  ] as const) {
    const words = part === "longestFrame" ? "longest frame" : "longest task";
    const compared = baseline ? { ratio: frames[part] / baseline.frames[part], baseline: baseline.of } : {};
    report({ name: `${what}: ${words}`, value: frames[part], unit, ...compared });
  }
  report({ name: `${what}: tasks over 50 ms`, value: frames.worksOver50, unit: "tasks" });
}
