import type { Disposable } from "../base/disposable.ts";

/** A state that can read the changes of other windows. */
export interface WindowState extends Disposable {
  load(): Promise<void>;
  refresh(): Promise<void>;
  settled(): Promise<void>;
}
