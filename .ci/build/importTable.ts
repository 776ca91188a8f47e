/** What the files of one folder may import. What is not said here is forbidden. */
export interface Room {
  /** The other folders, or single files of them, that it may import. */
  may: readonly string[];
  /** Folders of which it may import types alone, but for the files in `may`. */
  types?: readonly string[];
  /** The outer worlds that it must do without. */
  without?: readonly World[];
}

type World = "vscode" | "node";

/** The floors: folders of `src`, the lowest first. Arrows only go down. */
export const floors: Readonly<Record<string, Room>> = {
  base: { may: [], without: ["vscode", "node"] },
  model: { may: ["base"], without: ["vscode", "node"] },
  protocol: { may: ["base", "model"], without: ["vscode", "node"] },
  storage: { may: ["base"], without: ["vscode"] },
  api: { may: ["base", "model"], without: ["vscode"] },
  runFiles: { may: ["base", "model", "api"], without: ["vscode"] },
  runs: { may: ["base", "model", "storage", "api", "runFiles"], without: ["vscode"] },
  agentTools: { may: ["base", "model", "storage", "api", "runFiles", "runs"], without: ["vscode"] },
  cli: { may: ["base", "model", "storage", "api", "runFiles", "runs", "agentTools"], without: ["vscode"] },
  sample: { may: ["base", "model", "api/schemas.ts"], types: ["api"], without: ["vscode"] },
  host: { may: ["base", "model", "api/errors.ts"] },
  connections: { may: ["base", "model", "storage", "api", "host"] },
  language: {
    may: [
      "base",
      "model",
      "api",
      "runFiles",
      "runs/golden/file/goldenEditing.ts",
      "runs/golden/file/goldenFile.ts",
      "runs/golden/file/goldenTypes.ts",
      "host",
      "connections",
    ],
  },
  views: {
    may: ["base", "model", "protocol", "storage", "runFiles", "runs", "agentTools", "host", "connections"],
    types: ["api"],
  },
  commands: {
    may: [
      "base",
      "model",
      "protocol",
      "storage",
      "api",
      "runFiles",
      "runs",
      "agentTools",
      "sample",
      "host",
      "connections",
      "features",
      "views/documents/exportFiles.ts",
      "views/inputRequests/formAnswer.ts",
    ],
    types: ["views"],
  },
  features: {
    may: ["base", "model", "storage", "api", "runFiles", "runs", "host", "connections"],
  },
  app: {
    may: [
      "base",
      "model",
      "storage",
      "api",
      "runFiles",
      "runs",
      "agentTools",
      "sample",
      "host",
      "connections",
      "language",
      "views",
      "commands",
      "features",
    ],
  },
  webview: { may: ["base", "model", "protocol"], without: ["vscode", "node"] },
};

/** The rooms of `src/runs`: which of the other rooms each may import. */
export const roomsOfRuns: Readonly<Record<string, readonly string[]>> = {
  conversations: [],
  labels: [],
  notifications: [],
  values: [],
  resultFiles: ["values"],
  story: ["values"],
  live: ["values", "resultFiles", "story"],
  create: ["live"],
  exports: ["values", "story", "live"],
  compare: ["values", "story"],
  facts: ["labels", "story"],
  failures: ["facts"],
  insights: ["facts", "failures"],
  store: ["labels", "facts", "failures", "create", "live"],
  batches: ["create", "store"],
  search: ["labels", "values", "resultFiles", "story", "live", "facts", "store"],
  requirements: ["batches"],
  inputRequests: ["labels", "create", "store"],
  golden: ["labels", "values", "story", "live", "create", "compare", "exports", "store", "inputRequests"],
};

/** The tables of the documents: a row for each floor in ARCHITECTURE.md, then for each room of `runs` in docs/development.md. */
export function importRows(): string[][] {
  const ofFloors = Object.entries(floors).map(([name, { may, types = [], without = [] }]) => {
    const names = [...may.map((each) => each.replace(/\.ts$/, "")), ...(without.includes("vscode") ? [] : ["vscode"])];
    const all = names.length === 0 ? "nothing" : names.join(", ");
    return [`src/${name}`, types.length === 0 ? all : `${all}; types of ${types.join(", ")}`];
  });
  const ofRooms = Object.entries(roomsOfRuns).map(([name, may]) => [
    `src/runs/${name}`,
    may.length === 0 ? "no other room" : may.join(", "),
  ]);
  return [...ofFloors, ...ofRooms];
}
