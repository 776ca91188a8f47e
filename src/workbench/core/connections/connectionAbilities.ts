import { abilities, type Ability } from "#model/abilities.ts";
import type { Connection } from "./connection.ts";

/** An app, on a server or on this machine, or programs of this machine that only tell of their runs. */
type Kind = "deployed" | "served" | "traced";

/** What can't be done with the runs of each kind of connection. */
const lacking: Readonly<Record<Kind, readonly Ability[]>> = {
  deployed: [],
  // Its server chooses its address and its key, and its code is at work only here.
  served: ["edit"],
  traced: abilities,
};

/** Whether something can be done with the runs of a connection. */
export function can(connection: Connection, ability: Ability): boolean {
  return !lackedBy(connection).includes(ability);
}

/** What a connection can't do, for the `when` clauses of package.json. */
export function lackedBy(connection: Connection): readonly Ability[] {
  return lacking[kindOf(connection)];
}

function kindOf({ local, served }: Connection): Kind {
  if (local) return "traced";
  return served ? "served" : "deployed";
}
