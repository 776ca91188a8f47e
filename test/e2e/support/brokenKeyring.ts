import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** An extension beside ours that makes SecretStorage fail as it does when the keyring is locked. @returns its folder */
export async function writeBrokenKeyring(parent: string): Promise<string> {
  const path = join(parent, "broken-keyring");
  await mkdir(path, { recursive: true });
  const manifest = {
    name: "broken-keyring",
    publisher: "dynamiq-community",
    version: "0.0.1",
    engines: { vscode: "^1.105.0" },
    main: "./main.cjs",
    // Before ours, which comes after the start.
    activationEvents: ["*"],
  };
  await writeFile(join(path, "package.json"), JSON.stringify(manifest));
  await writeFile(join(path, "main.cjs"), code);
  return path;
}

/** All extensions share the class of their SecretStorage. */
const code = `
exports.activate = ({ secrets }) => {
  const locked = async () => { throw new Error("The keyring is locked"); };
  Object.assign(Object.getPrototypeOf(secrets), { get: locked, store: locked, delete: locked });
};
`;
