import type { JsonPath } from "../../../../base/json/jsonPath.ts";
import type { Host } from "../host.ts";
import type { ValueRequest } from "../messages.ts";
import type { TreeMemory } from "../state/viewMemory.ts";

export interface TreeTools {
  side: ValueRequest["side"];
  use: (use: ValueRequest["use"], path: JsonPath) => void;
  copyPath: (path: JsonPath) => void;
  finder: RegExp | undefined;
  host: Host;
  memory: TreeMemory;
}
