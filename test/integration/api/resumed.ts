import type { RunsClient } from "../../../src/api/client.ts";
import type {
  CreateRunRequest,
  CreateStreamOptions,
  RunEventStream,
  StreamOptions,
} from "../../../src/api/contract.ts";
import type { Clock } from "../../../src/api/http/clock.ts";

/** `clock` is the one that waits between two connections. */
interface Resuming {
  clock: Clock;
}

/** A run's events to its end, each once, over as many connections as that takes. */
export function resumed(client: RunsClient, id: string, options: StreamOptions & Resuming): RunEventStream {
  return client.streamRun(id, options);
}

/** The same for a run that this stream creates. */
export function createdAndResumed(
  client: RunsClient,
  request: CreateRunRequest,
  options: CreateStreamOptions & Resuming,
): RunEventStream {
  return client.createRunStreaming(request, options);
}
