import { expect, test } from "vitest";
import { ApiError, type ApiErrorInit } from "#api/errors.ts";
import { UnsentKeyError } from "#host/errors/unsentKey.ts";
import { viewStateOf } from "#workbench/explorer/vscode/viewState.ts";

const apps = {
  deployed: {},
  sample: { sample: true },
  local: { served: { folder: "file:///app", target: "support.py:workflow" } },
};

const failed = (error: ApiError) => ({ kind: "failed" as const, error });
const apiError = (init: Partial<ApiErrorInit>) => new ApiError({ kind: "network", message: "Broken.", ...init });
const unsent = (reason: ConstructorParameters<typeof UnsentKeyError>[0]) =>
  new UnsentKeyError(reason, "1", "Nothing was sent.", undefined);

test.for<[string, ApiError, string]>([
  ["nobody listens", apiError({}), "unreachable"],
  ["no response in time", apiError({ kind: "timeout" }), "unreachable"],
  ["a rejected key", apiError({ kind: "auth", status: 401 }), "auth"],
  ["a key of another app", apiError({ kind: "forbidden", status: 403 }), "auth"],
  ["a connection without a key", apiError({ kind: "auth", status: 401, keyless: true }), "noKey"],
  ["a key that isn't stored here", unsent("keyNotStored"), "keyNotStored"],
  ["a key of another machine", unsent("otherMachine"), "otherMachine"],
])("an app that runs on this machine is started again after %s", ([, error, state]) => {
  const shown = (app: Parameters<typeof viewStateOf>[2]) => viewStateOf(failed(error), true, app);
  expect(shown(apps.deployed)).toBe(state);
  // Its address and its key are new each time, so nothing else than a start helps.
  expect(shown(apps.sample)).toBe("sampleEnded");
  expect(shown(apps.local)).toBe("notServed");
});

test("an answer that can't be read says nothing about whether an app runs", () => {
  const error = apiError({ kind: "server", status: 500 });
  for (const app of Object.values(apps)) expect(viewStateOf(failed(error), true, app)).toBe("failed");
});

test("rows stay after a failure", () => {
  expect(viewStateOf(failed(apiError({})), false, apps.sample)).toBe("rows");
});

test("without a connection there is no list", () => {
  expect(viewStateOf(undefined, true, undefined)).toBe("noConnection");
});
