import * as z from "zod";

const openRunSchema = z.object({
  /** Absent while it doesn't wait. */
  waits: z
    .object({
      /** When it was first seen waiting, in milliseconds since the epoch. */
      since: z.number(),
      /** The ids of its input requests. */
      requests: z.array(z.string()),
    })
    .optional(),
  /** The ids of the alarms that have found it. */
  found: z.array(z.string()),
});
export type OpenRun = z.infer<typeof openRunSchema>;

export const alarmMarkSchema = z.object({
  /** The start of the newest run that was seen, in milliseconds since the epoch; absent when there was none. */
  newest: z.number().optional(),
  /** The runs that were seen and may start again at the mark, so that none counts twice. */
  seen: z.array(z.string()),
  /** The runs that haven't ended, by their ids: they are looked at again until they end. */
  open: z.record(z.string(), openRunSchema),
  /** The causes of failures that are known; absent until an alarm asks for new ones. */
  causes: z.array(z.string()).optional(),
});

/** How far the runs of an app were read: everything before it was looked at. */
export type AlarmMark = z.infer<typeof alarmMarkSchema>;
