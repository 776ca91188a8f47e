import { useMemo, useRef, useState } from "preact/hooks";
import type { InputRequestView } from "../../protocol/inputRequestForm.ts";
import { useLatest } from "../ui/hooks/useLatest.ts";

interface RequestsBeside {
  /** The input requests beside the story, by the event that asked. */
  asked: ReadonlyMap<number | undefined, string>;
  /** Goes to the input request of an event. */
  goTo: (sequence: number) => void;
  /** The input request that the reader wants to go to. */
  wanted: string | undefined;
  onArrived: () => void;
}

/** Goes from the story to the input requests beside it. */
export function useRequestsBeside(requests: readonly InputRequestView[]): RequestsBeside {
  const [wanted, setWanted] = useState<string>();
  const asked = useMemo(() => new Map(requests.map(({ sequence, form }) => [sequence, form.id])), [requests]);
  // Rows that don't change aren't drawn again, so the function stays the same.
  const latest = useLatest(asked);
  const goTo = useRef((sequence: number): void => setWanted(latest.current.get(sequence))).current;
  return { asked, goTo, wanted, onArrived: () => setWanted(undefined) };
}
