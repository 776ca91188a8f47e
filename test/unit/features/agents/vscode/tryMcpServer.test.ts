import { expect, test } from "vitest";
import { keyToTry } from "#features/agents/vscode/tryMcpServer.ts";

const [own, other] = ["dynamiq_acc_own", "dynamiq_acc_other"];
const parts = { client: "claude", name: "Support Triage", saved: own } as const;
const withKey = (key: string) => ({ DYNAMIQ_ACCESS_KEY: key });

test("Try It sends no key but the saved one of the connection", () => {
  expect(keyToTry({ ...parts, environment: withKey(` ${own}\n`) })).toBe(own);
  expect(keyToTry({ ...parts, client: "vscode", environment: withKey(other) })).toBe(own);
  expect(keyToTry({ ...parts, saved: undefined, environment: withKey(other) })).toBeUndefined();
});

test.each(["claude", "cursor"] as const)(
  "Try It for %s refuses the key of another app, and shows neither key",
  (client) => {
    const refused = (environment: NodeJS.ProcessEnv) => (): unknown => keyToTry({ ...parts, client, environment });
    expect(refused(withKey(other))).toThrow(/^DYNAMIQ_ACCESS_KEY .* isn't the saved access key of Support Triage/);
    expect(refused(withKey(other))).not.toThrow(new RegExp(`${own}|${other}`));
    for (const environment of [{}, withKey(" ")]) expect(refused(environment)).toThrow(/^DYNAMIQ_ACCESS_KEY isn't set/);
  },
);
