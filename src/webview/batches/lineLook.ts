import { type StatusLook, statusLook } from "../panel/statusLook.ts";

const looks: Readonly<Record<string, StatusLook | undefined>> = {
  "line.failed": { icon: "warning", class: "st-failed" },
  "line.unknown": { icon: "question", class: "st-awaiting_input" },
  "line.sending": { icon: "loading", class: "st-started spin" },
  "line.waiting": { icon: "circle-large", class: "st-unknown" },
};

/** The icon and color of a line, or of its run. */
export function lineLook(status: string): StatusLook {
  return looks[status] ?? statusLook(status);
}
