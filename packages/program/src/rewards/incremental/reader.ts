import { strayReward } from '../evaluate.ts'
import { isShown, progressOf } from '../milestones.ts'
import { byOrder, compare, type Order } from '../orders.ts'
import type { Bond, Evaluation, Flag, MilestoneProgress, Reward } from '../reward.ts'
import { isMilestone, type ContestRule, type MilestoneRule, type Rule } from '../rules.ts'
import { rewardKey, settle } from '../settlement.ts'
import type { Book } from './book.ts'
import type { Change, Incremental } from './change.ts'
import type { ContestBook } from './contest-book.ts'
import { verdictOf } from './entry.ts'
import type { MilestoneBook } from './milestone-book.ts'
import type { Friend, People } from './people.ts'

/** What there is to read. */
export interface Sources {
  readonly rules: readonly Rule[]
  readonly book: Book
  readonly milestones: readonly (MilestoneBook & { readonly rule: MilestoneRule })[]
  readonly contests: readonly (ContestBook & { readonly rule: ContestRule })[]
  readonly orders: ReadonlyMap<string, Order>
  readonly people: People
  /** Friends by who brought them. */
  readonly brought: ReadonlyMap<string, ReadonlySet<Friend>>
  readonly now: () => number
}

/** Reads rewards out of the lines that they stand in. */
export interface Reader {
  changeOf(key: string): Change | undefined
  /** The draw that a reward is for, if it is one of entries. */
  entryGiven(key: string): { readonly draw: string; readonly reward: Reward | undefined } | undefined
  readonly views: Pick<Incremental, 'find' | 'rewards' | 'progress' | 'evaluation'>
}

/** A reader of `sources`, as they are whenever it is asked. */
export function createReader({
  rules,
  book,
  milestones,
  contests,
  orders,
  people,
  brought,
  now,
}: Sources): Reader {
  const byId = new Map(rules.map((rule) => [rule.incentive.id, rule]))
  const ruleOf = (key: string): Rule | undefined => byId.get(key.slice(0, key.indexOf(' ')))

  function rewardOf(key: string): Reward | undefined {
    const entry = book.entry(key)
    if (entry) {
      const { candidate } = entry
      const milestone = isMilestone(candidate.rule) && milestones.find(({ rule }) => rule === candidate.rule)
      return settle(milestone ? milestone.refresh(candidate) : candidate, verdictOf(entry), now())
    }
    const given = book.grants.get(key)
    const rule = ruleOf(key)
    return given && rule && strayReward(rule, key, given, orders, now())
  }
  const rewardsOf = (keys: Iterable<string>): Reward[] =>
    [...keys]
      .map(rewardOf)
      .filter((reward) => reward !== undefined)
      .sort((a, b) => a.at - b.at || compare(keyOf(a), keyOf(b)))
  const progress = (participant: string): MilestoneProgress[] =>
    milestones
      .filter(({ rule }) => isShown(rule) && rule.admits(book.attributes.get(participant)))
      .map(({ rule, net }) => progressOf(rule, net(participant)))
  const bonds = (): Bond[] =>
    [...people.all()]
      .map((friend) => people.bondOf(friend))
      .filter((bond) => bond !== undefined)
      .sort((a, b) => a.at - b.at || compare(a.friend, b.friend))
  const flags = (): Flag[] =>
    [...orders.values()]
      .filter(({ flag }) => flag !== undefined)
      .sort(byOrder)
      .map(({ name, key, flag }) => ({ name, order: key.slice(name.length + 1), because: flag! }))
  const evaluation = (): Evaluation => ({
    rewards: rewardsOf(book.keys()),
    bonds: bonds(),
    progress: new Map(
      [...brought].filter(([, friends]) => friends.size > 0).map(([who]) => [who, progress(who)]),
    ),
    standings: contests
      .flatMap((contest) => contest.standings(rewardOf))
      .sort((a, b) => a.until - b.until || compare(a.incentive, b.incentive)),
    flags: flags(),
  })
  return {
    changeOf(key) {
      const found = book.entry(key)?.candidate ?? book.grants.get(key)?.[0]
      const reward = rewardOf(key)
      const { participant, occurrence } = reward ?? found ?? partsOf(key)
      return { incentive: key.slice(0, key.indexOf(' ')), participant, occurrence, reward }
    },
    entryGiven(key) {
      const rule = ruleOf(key)
      if (!rule || rule.periods || rule.incentive.give.type !== 'entry') return undefined
      return { draw: rule.incentive.give.draw, reward: rewardOf(key) }
    },
    views: {
      find: ({ incentive, participant, occurrence }) =>
        rewardOf(rewardKey(incentive, participant, occurrence)),
      rewards: (participant) => rewardsOf(book.keysOf(participant)),
      progress,
      evaluation,
    },
  }
}

/** The inverse of `rewardKey`. */
function partsOf(key: string): Pick<Reward, 'participant' | 'occurrence'> {
  const [, incentive = '', length = ''] = /^(\S*) (\d+) /.exec(key) ?? []
  const from = incentive.length + length.length + 2
  return {
    participant: key.slice(from, from + Number(length)),
    occurrence: key.slice(from + Number(length) + 1),
  }
}

const keyOf = ({ incentive, participant, occurrence }: Reward): string =>
  rewardKey(incentive, participant, occurrence)
