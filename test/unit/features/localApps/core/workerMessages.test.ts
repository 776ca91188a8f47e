import { expect, test } from "vitest";
import { parseWorkerMessage } from "#features/localApps/core/workerMessages.ts";

test.each(["hello", "{}", '{"kind":"event","run":1}'])(
  "a line that no worker writes has one short reason: %s",
  (line) => {
    expect(() => parseWorkerMessage(line)).toThrow(/^it isn't a message of the worker$/);
  },
);
