import { randomText } from '../dialog/report.ts'
import type { PanelModel } from '../panel/model.ts'

/** An answer: 0 to 10, and what the reader added. */
export interface Feedback {
  readonly score: number
  readonly comment?: string
}

/** Whom a score makes of a reader, as the score is commonly read. */
export type Mood = 'high' | 'middle' | 'low'

/** Promoters say 9 or 10, detractors 6 or less. */
export const moodOf = (score: number): Mood => (score >= 9 ? 'high' : score >= 7 ? 'middle' : 'low')

/**
 * Reports an answer to the owner: through the tracker, whose queue survives the page, or without one straight to the
 * backend. `false` when that did not work.
 */
export async function reportFeedback(
  feedback: Feedback,
  model: PanelModel,
  now: () => number,
): Promise<boolean> {
  const { host, ask } = model
  const { tracker } = host.settings()
  const event = { type: 'feedback', ...feedback } as const
  if (tracker) tracker.record(event)
  else if (!(await ask((backend) => backend.record([{ id: randomText(host.window), at: now(), ...event }]))))
    return false
  host.emit('goodword:feedback', feedback)
  return true
}
