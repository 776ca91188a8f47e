import type { Machine } from "../host/machine.ts";

/** `localhost` is another server on each machine, so a key that was saved on one of them isn't sent from another. */
export class OtherMachineError extends Error {
  override readonly name = "OtherMachineError";

  /** @param savedOn `undefined` for a key of a version that didn't record it */
  constructor(host: string, savedOn: Machine | undefined, here: Machine) {
    const whose = savedOn
      ? `was saved on ${savedOn.name}, where ${host} is another server`
      : "doesn't say on which machine it was saved";
    super(
      `The access key for ${host} ${whose}. It isn't sent from ${here.name}. Replace the access key to use it here.`,
    );
  }
}
