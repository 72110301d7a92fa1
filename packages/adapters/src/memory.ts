import {
  emptyProgress,
  evaluate,
  GoodwordError,
  viewProgram,
  type Evaluation,
  type LedgerRow,
  type Program,
  type Receipt,
  type Reward as DecidedReward,
} from '@goodword/program'
import { ownCapabilities } from './own-capabilities.ts'
import type {
  Participant,
  ParticipantKey,
  RecordOptions,
  ReferralBackend,
  Referral,
  Reward,
} from './backend.ts'
import { alreadyGranted, codeTaken, parseOldCode } from './customer.ts'
import { parseCustomer } from './customer.ts'
import { displayName } from './display-name.ts'
import { eventKey, judgeEvent } from './intake.ts'
import { createClock } from './memory-clock.ts'
import { createPeople, type Person } from './memory-people.ts'
import { pageOf, presentReward, rewardId, totalRewards } from './present.ts'

export interface MemoryBackendOptions {
  readonly program: Program
  /** @default Date.now */
  readonly now?: () => number
  /** Makes ids and codes: letters and digits, new each time. @default crypto.randomUUID */
  readonly randomId?: () => string
}

/**
 * A backend that keeps everything in memory: for tests, demos and the first hour. It decides by the same `evaluate` as
 * the real one, over the whole ledger at every read, so it is exact, and slow past some ten thousand rows.
 */
export function memoryBackend({
  program,
  now = Date.now,
  randomId = () => crypto.randomUUID(),
}: MemoryBackendOptions): ReferralBackend {
  const people = createPeople(randomId)
  const rows: LedgerRow[] = []
  const known = new Set<string>()
  const counters = new Map<string, { visits: number; shares: number }>()

  const clock = createClock(program, { codes: people.codes, rows }, now, randomId)

  const decide = (): Evaluation => {
    clock.advance()
    return evaluate(program, { codes: people.codes, rows }, now())
  }
  const require = (who: ParticipantKey): Person => {
    const person = people.find(who)
    if (person?.code === undefined) {
      throw new GoodwordError(
        'participant-unknown',
        `Nobody is enrolled as ${JSON.stringify(who)}. Enrol them first.`,
      )
    }
    return person
  }
  const countersOf = (code: string) => {
    let found = counters.get(code)
    if (!found) counters.set(code, (found = { visits: 0, shares: 0 }))
    return found
  }
  const present = (reward: DecidedReward): Reward =>
    presentReward(
      program,
      reward,
      reward.friend === reward.participant ? undefined : displayName(people.get(reward.friend ?? '')?.name),
    )

  function describe(person: Person, { rewards, bonds, progress }: Evaluation): Participant {
    const { id, code = '', name } = person
    const own = rewards.filter(({ participant }) => participant === id)
    const friends = bonds.filter(({ referrer, state }) => referrer === id && state === 'converted').length
    const link = new URL(program.url)
    link.searchParams.set(program.attribution.params[0]!, code)
    return {
      id,
      code,
      link: link.href,
      ...(name !== undefined && { name }),
      stats: { ...countersOf(code), friends, ...totalRewards(program, own) },
      milestones: progress.get(id) ?? emptyProgress(program, clock.attributesOf(id)),
    }
  }

  function take(input: unknown, { source = 'browser', past }: RecordOptions): Receipt {
    const { event, receipt } = judgeEvent(program, input, source, now(), past)
    if (!event) return receipt
    const { at, visitor } = event
    const [sent, id] = [event.id, eventKey(event.id, source)]
    const code = people.find({ code: event.code ?? '' })?.code ?? event.code
    if (known.has(id)) return { id: sent, status: 'duplicate' }
    known.add(id)
    let isKnown = false
    if (event.type === 'visit' && code !== undefined) {
      countersOf(code).visits++
      if (visitor !== undefined) rows.push({ type: 'visit', id, at, code, visitor })
    } else if (event.type === 'share' && code !== undefined) {
      countersOf(code).shares++
    } else if (event.type === 'conversion') {
      const { customer, ...facts } = event
      const reports = rows.filter(
        (row) => row.type === 'conversion' && row.name === event.name && row.order === event.order,
      )
      const isTrusted = reports.some((row) => row.type === 'conversion' && row.trusted)
      isKnown = reports.length > 0 && (isTrusted || source === 'browser')
      rows.push({
        ...facts,
        id,
        friend: people.resolve(customer, visitor).id,
        trusted: source === 'server',
      } as LedgerRow)
    } else if (event.type === 'refund') {
      rows.push({ ...event, id } as LedgerRow)
    }
    return isKnown ? { id: sent, status: 'duplicate', reason: 'order-known' } : receipt
  }

  return {
    name: 'memory',
    supports: new Set([...ownCapabilities, 'draws']),
    program: async (locales) => viewProgram(program, locales),
    async enrol(customer, { attributes: said, code: old } = {}) {
      const owner = old === undefined ? undefined : people.find({ code: parseOldCode(old) })
      const person = people.resolve(parseCustomer(customer), undefined)
      if (old !== undefined && owner && owner !== person) throw codeTaken(old)
      if (old !== undefined && !owner) people.setCode(person, old)
      if (said) clock.enrol(person.id, said)
      if (person.code === undefined)
        people.setCode(person, randomId().replaceAll('-', '').slice(0, 12).toUpperCase())
      return describe(person, decide())
    },
    async participant(who) {
      const person = people.find(who)
      return person?.code === undefined ? undefined : describe(person, decide())
    },
    record: async (events, options = {}) => events.map((event) => take(event, options)),
    async referrals(who, page) {
      const { id } = require(who)
      const referrals = decide()
        .bonds.filter(({ referrer }) => referrer === id)
        .map(({ friend, at, state }): Referral => {
          const name = displayName(people.get(friend)?.name)
          return { id: friend, at, state, ...(name !== undefined && { friend: name }) }
        })
      return pageOf(referrals, page)
    },
    async rewards(who, page) {
      const { id } = require(who)
      return pageOf(
        decide()
          .rewards.filter(({ participant }) => participant === id)
          .map(present),
        page,
      )
    },
    allRewards: async ({ state, ...page } = {}) =>
      pageOf(
        decide()
          .rewards.filter((reward) => !state || reward.state === state)
          .map(present),
        page,
      ),
    async fulfil(id, by) {
      const reward = decide().rewards.find((reward) => rewardId(reward) === id)
      if (!reward)
        throw new GoodwordError('reward-unknown', `There is no reward "${id}". Take its id from rewards().`)
      if (reward.state === 'granted') {
        const grant = rows.find((row) => row.type === 'grant' && row.id === `grant:${id}`)
        if (grant?.type === 'grant' && grant.by !== by) throw alreadyGranted(id, grant)
        return present(reward)
      }
      if (reward.state !== 'due')
        throw new GoodwordError(
          'not-due',
          `The reward "${id}" is ${reward.state}. Only a due one can be given.`,
        )
      const { incentive, participant, occurrence, amount } = reward
      rows.push({
        type: 'grant',
        id: `grant:${id}`,
        at: now(),
        incentive,
        participant,
        occurrence,
        by,
        ...(amount !== undefined && { amount }),
      })
      return present(decide().rewards.find((reward) => rewardId(reward) === id)!)
    },
    async leaderboard({ limit = 10 } = {}) {
      const friends = new Map<string, number>()
      for (const { referrer, state } of decide().bonds) {
        if (state === 'converted') friends.set(referrer, (friends.get(referrer) ?? 0) + 1)
      }
      const sorted = [...friends].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, limit)
      return sorted.map(([id, count]) => ({
        rank: 1 + [...friends.values()].filter((other) => other > count).length,
        name: displayName(people.get(id)?.name) ?? '—',
        friends: count,
      }))
    },
    async draws() {
      const nameOf = (id: string): string => displayName(people.get(id)?.name) ?? '—'
      return clock.draws().map(({ drawn, ...draw }) => ({
        ...draw,
        ...(drawn && { drawn: { ...drawn, winners: drawn.winners.map(nameOf) } }),
      }))
    },
    async invite() {
      throw new GoodwordError(
        'unsupported',
        'The memory backend sends no e-mails. Let customers share the link themselves.',
      )
    },
  }
}
