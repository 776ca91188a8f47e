import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { digest } from "#runFiles/digest.ts";

/** The machine on which this extension runs, which decides what `localhost` means. */
export interface Machine {
  /** Stays the same after a restart. Another machine, distribution or container has another one. */
  id: string;
  /** For a person: *your local machine*, *SSH: build-7*. */
  name: string;
}

const remoteKinds: Readonly<Record<string, string>> = {
  "ssh-remote": "SSH",
  wsl: "WSL",
  "dev-container": "Dev Container",
  "attached-container": "Container",
  codespaces: "Codespace",
  tunnel: "Tunnel",
};

/**
 * VS Code doesn't tell which host it runs on, so a remote machine is identified by its own data. @param remoteName
 * `env.remoteName`, which is `undefined` on the person's own machine
 */
export function thisMachine(remoteName: string | undefined, environment: NodeJS.ProcessEnv = process.env): Machine {
  if (remoteName === undefined) return { id: "local", name: "your local machine" };
  const distribution = environment["WSL_DISTRO_NAME"] ?? "";
  const kind = Object.hasOwn(remoteKinds, remoteName) ? remoteKinds[remoteName] : "Remote";
  const id = digest(JSON.stringify([kind, hostname(), distribution, systemId()]));
  return { id, name: `${kind}: ${distribution || hostname()}` };
}

/** Distinguishes machines with the same name, such as two from the same image. Absent without such a file. */
function systemId(): string {
  for (const path of ["/etc/machine-id", "/var/lib/dbus/machine-id"]) {
    try {
      return readFileSync(path, "utf8").trim();
    } catch {
      // Try the next file. Without any, the host's name has to do.
    }
  }
  return "";
}
