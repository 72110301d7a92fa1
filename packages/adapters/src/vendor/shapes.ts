import type { Money, Participant, Referral, Reward } from '../backend.ts'
import { displayName } from '../display-name.ts'
import { minorUnits, present } from './fields.ts'

/** What is known of a participant; money is in the major units of `currency`, as vendors write it. */
export interface ParticipantFacts extends Pick<Participant, 'id' | 'code' | 'link'> {
  readonly name?: string | undefined
  readonly friends: number
  readonly visits?: number | undefined
  readonly shares?: number | undefined
  readonly rank?: number | undefined
  readonly currency?: string
  readonly earned?: number | undefined
  readonly coming?: number | undefined
}

/** A participant of the contract; what a vendor does not tell is 0. */
export function participant(facts: ParticipantFacts): Participant {
  const { id, code, link, name, friends, visits = 0, shares = 0, rank, currency = '', earned, coming } = facts
  const money = (amount = 0): Money[] =>
    amount > 0 ? [{ amount: minorUnits(amount, currency), currency }] : []
  const stats = {
    visits,
    shares,
    friends,
    earned: money(earned),
    coming: money(coming),
    ...present({ rank }),
  }
  return { id, code, link, stats, ...present({ name }) }
}

/** A referral of the contract, from the friend's full name. */
export const referral = (
  id: string,
  at: number | undefined,
  state: Referral['state'],
  name: string | undefined,
): Referral => ({ id, at: at ?? 0, state, ...present({ friend: displayName(name) }) })

/** What is known of a reward; `amount` is in the major units of `currency`. */
export interface RewardFacts {
  readonly id: string
  readonly incentive?: string | undefined
  readonly label: string
  readonly to?: Reward['to']
  /** The vendor's own word. */
  readonly status: string
  readonly at?: number | undefined
  readonly givenAt?: number | undefined
  /** Until when it only waits. */
  readonly until?: number | undefined
  readonly coupon?: string | undefined
  readonly amount?: number | undefined
  readonly currency?: string
  /** The friend's full name. */
  readonly friend?: string | undefined
  readonly owner?: string | undefined
  readonly ownerName?: string | undefined
  readonly ownerEmail?: string | undefined
}

/** A reward of the contract. A coupon's code is shown once it is theirs. */
export function reward(facts: RewardFacts, now: number): Reward {
  const { id, label, amount = 0, currency = '', coupon, friend, owner, at = 0 } = facts
  const cash = minorUnits(amount, currency)
  const life = lifeOf(facts, now)
  const code = life.state === 'due' || life.state === 'granted' ? coupon : ''
  const person = present({ name: facts.ownerName, email: facts.ownerEmail })
  return {
    id,
    incentive: facts.incentive ?? label,
    to: facts.to ?? 'referrer',
    at,
    ...life,
    give:
      cash > 0
        ? { type: 'cash', amount: cash }
        : coupon === undefined
          ? { type: 'product', name: label }
          : { type: 'coupon', ...present({ code }) },
    ...(cash > 0 && { money: { amount: cash, currency } }),
    ...present({ friend: displayName(friend) }),
    ...(owner !== undefined && { participant: { id: owner, ...person } }),
  }
}

function lifeOf(
  { status, at = 0, givenAt, until = 0 }: RewardFacts,
  now: number,
): Pick<Reward, 'state' | 'reason'> {
  if (givenAt !== undefined || /^(sent|issued|paid|delivered|fulfill?ed|redeemed)$/i.test(status))
    return { state: 'granted', reason: { code: 'given', at: givenAt ?? at } }
  if (/deni|reject|cancel|inelig|void|expire|remove/i.test(status))
    return { state: 'reversed', reason: { code: 'rejected' } }
  if (until > now) return { state: 'pending', reason: { code: 'on-hold', until } }
  if (/^(unlocked|approved|eligible)$/i.test(status)) return { state: 'due', reason: { code: 'earned' } }
  return { state: 'pending', reason: { code: 'under-review' } }
}
