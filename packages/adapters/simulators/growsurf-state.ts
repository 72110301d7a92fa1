// What a simulated GrowSurf holds: one campaign with its participants, rewards and transactions.
import { randomBytes } from 'node:crypto'

export interface GrowsurfSettings {
  readonly type: 'REFERRAL' | 'AFFILIATE'
  /** Rewards wait for a person. */
  readonly manualApproval: boolean
  /** Who refers whom gets one; `DOUBLE_SIDED` rewards both. */
  readonly sides: 'SINGLE_SIDED' | 'DOUBLE_SIDED'
}

export interface SimulatedReward {
  readonly id: string
  readonly rewardId: string
  status: 'PENDING' | 'FULFILLED' | 'CANCELLED'
  approved: boolean
  approvedAt: number | null
  fulfilledAt: number | null
  readonly isReferrer: boolean
  readonly referredId: string
  readonly referrerId: string
}

export interface SimulatedParticipant {
  readonly id: string
  readonly email: string
  firstName: string | undefined
  lastName: string | undefined
  readonly referredBy: string | undefined
  referralStatus: 'CREDIT_PENDING' | 'CREDIT_AWARDED' | 'CREDIT_EXPIRED' | 'INVITE_SENT' | undefined
  /** A credit that was triggered with a delay. */
  creditAt: number | undefined
  metadata: Record<string, unknown>
  readonly createdAt: number
  readonly rewards: SimulatedReward[]
}

export interface SimulatedTransaction {
  readonly participant: string
  readonly identifiers: Readonly<Record<string, string>>
  readonly grossAmount: number
  refunded: number
}

/** The identifiers by which a transaction is known. */
export const identifierNames = [
  'externalId',
  'transactionId',
  'orderId',
  'paymentId',
  'invoiceId',
  'paymentIntentId',
  'chargeId',
] as const

export function createGrowsurfState(settings: GrowsurfSettings, now: () => number) {
  const participants: SimulatedParticipant[] = []
  const transactions: SimulatedTransaction[] = []
  const triggered: string[] = []
  const invites: { from: string; to: string[] }[] = []
  const id = (): string => randomBytes(4).toString('hex')

  /** By id or e-mail. */
  const find = (key: string | undefined): SimulatedParticipant | undefined =>
    participants.find((one) => one.id === key || one.email === key?.toLowerCase())

  function reward(owner: SimulatedParticipant, referrerId: string, referredId: string): void {
    const approved = !settings.manualApproval
    const isReferrer = owner.id === referrerId
    owner.rewards.push({
      id: `rwd_${id()}`,
      rewardId: 'crew_1',
      status: 'PENDING',
      approved,
      isReferrer,
      referredId,
      referrerId,

      approvedAt: approved ? now() : null,
      fulfilledAt: null,
    })
  }

  function credit(friend: SimulatedParticipant): void {
    const referrer = find(friend.referredBy)!
    friend.referralStatus = 'CREDIT_AWARDED'
    friend.creditAt = undefined
    reward(referrer, referrer.id, friend.id)
    if (settings.sides === 'DOUBLE_SIDED') reward(friend, referrer.id, friend.id)
  }

  return {
    participants,
    transactions,
    invites,
    /** E-mails of friends, one for each time that a referral was triggered. */
    triggered,
    find,
    add(
      email: string,
      fields: { firstName?: string; lastName?: string; referredBy?: string; metadata?: object },
    ) {
      const known = find(email)
      if (known) return { participant: known, isNew: false }
      const referrer = find(fields.referredBy)
      const participant: SimulatedParticipant = {
        id: id(),
        email: email.toLowerCase(),
        firstName: fields.firstName,
        lastName: fields.lastName,
        referredBy: referrer?.id,
        referralStatus: referrer && 'CREDIT_PENDING',
        creditAt: undefined,
        metadata: { ...fields.metadata },
        createdAt: now(),
        rewards: [],
      }
      participants.push(participant)
      return { participant, isNew: true }
    },
    /** Triggers a friend's referral; `false` when there is nothing to trigger, or it was triggered before. */
    trigger(friend: SimulatedParticipant, delayInDays: number): boolean {
      if (friend.referralStatus !== 'CREDIT_PENDING' || friend.creditAt !== undefined) return false
      triggered.push(friend.email)
      if (delayInDays === 0) credit(friend)
      else friend.creditAt = now() + delayInDays * 86_400_000
      return true
    },
    /** An affiliate's first sale. */
    sell(friend: SimulatedParticipant): void {
      if (friend.referredBy !== undefined) friend.referralStatus = 'CREDIT_AWARDED'
    },
    /** Takes a delayed trigger back. */
    cancel(friend: SimulatedParticipant): boolean {
      if (friend.creditAt === undefined) return false
      friend.creditAt = undefined
      return true
    },
    /** Does what is due by now. */
    advance(): void {
      for (const one of participants) if ((one.creditAt ?? Number.POSITIVE_INFINITY) <= now()) credit(one)
    },
    friendsOf: (id: string) => participants.filter(({ referredBy }) => referredBy === id),
    /** How many friends count for each who brought any. */
    referralCounts(): ReadonlyMap<string, number> {
      const counts = new Map<string, number>()
      for (const { referredBy, referralStatus } of participants)
        if (referredBy !== undefined && referralStatus === 'CREDIT_AWARDED')
          counts.set(referredBy, (counts.get(referredBy) ?? 0) + 1)
      return counts
    },
  }
}

export type GrowsurfState = ReturnType<typeof createGrowsurfState>
