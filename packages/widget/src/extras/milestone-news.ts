import type { MilestoneProgress } from '@goodword/program'
import { noteKey, readJson, type TextStorage } from '../storage.ts'

/** As many as are remembered of all who use this browser. */
const most = 50

/**
 * The highest goal that this participant has reached and was not yet told of in this browser; from now on they were told
 * of all.
 */
export function takeNews(
  milestones: readonly MilestoneProgress[],
  code: string,
  storage: TextStorage,
  program: string,
): MilestoneProgress | undefined {
  const key = noteKey(program, 'reached')
  const kept = readJson(storage, key)
  const told: readonly unknown[] = Array.isArray(kept) ? kept : []
  const name = ({ incentive }: MilestoneProgress): string => `${code} ${incentive}`
  const news = milestones.filter((milestone) => milestone.reached && !told.includes(name(milestone)))
  if (news.length === 0) return undefined
  storage.set(key, JSON.stringify([...told, ...news.map(name)].slice(-most)))
  return news.toSorted((a, b) => b.at - a.at)[0]
}
