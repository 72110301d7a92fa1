import type { Backlog } from '../backend/ingest/queue.ts'
import type { Reading } from './metrics.ts'

/** How long the queues of a process are, by program: events that wait are events that are not on disk. */
export function queueReadings(queues: ReadonlyMap<string, () => Backlog>): Reading[] {
  const each = (what: keyof Backlog) => () =>
    new Map(Array.from(queues, ([program, waiting]) => [program, waiting()[what]]))
  return [
    {
      name: 'goodword_queue_events',
      help: 'Events that were taken in and are not written yet.',
      label: 'program',
      read: each('events'),
    },
    {
      name: 'goodword_queue_bytes',
      help: 'How big these are, about.',
      label: 'program',
      read: each('bytes'),
    },
  ]
}
