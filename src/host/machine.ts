import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";

/**
 * Where this extension runs, and so what `localhost` is. VS Code keeps connections and keys for all of them together.
 */
export interface Machine {
  /** The same after a restart, another one for another machine, distribution or container. */
  id: string;
  /** For a person: *this computer*, *SSH: build-7*. */
  name: string;
}

const kinds: Readonly<Record<string, string>> = {
  "ssh-remote": "SSH",
  wsl: "WSL",
  "dev-container": "Dev Container",
  "attached-container": "Container",
  codespaces: "Codespace",
  tunnel: "Tunnel",
};

/**
 * VS Code doesn't tell an extension on the far side to which host it is connected, and the name of a remote can be the
 * address that a person typed. So a remote machine is known by what it says of itself.
 *
 * @param remoteName `env.remoteName`, which is `undefined` on the person's own computer
 */
export function thisMachine(remoteName: string | undefined, environment: NodeJS.ProcessEnv = process.env): Machine {
  if (remoteName === undefined) return { id: "local", name: "this computer" };
  const distribution = environment["WSL_DISTRO_NAME"] ?? "";
  const kind = Object.hasOwn(kinds, remoteName) ? kinds[remoteName] : "Remote";
  const id = createHash("sha256")
    .update(JSON.stringify([kind, hostname(), distribution, systemId()]))
    .digest("hex");
  return { id, name: `${kind}: ${distribution || hostname()}` };
}

/** Tells apart machines of one name, such as two made from the same image. Absent where there is no such file. */
function systemId(): string {
  for (const path of ["/etc/machine-id", "/var/lib/dbus/machine-id"]) {
    try {
      return readFileSync(path, "utf8").trim();
    } catch {
      // The next place, or none: the host's name is what is left.
    }
  }
  return "";
}
