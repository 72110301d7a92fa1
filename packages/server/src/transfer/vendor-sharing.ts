import type { FriendsByReferrer, Referral, Reward, VendorPerson } from '@goodword/adapters'
import { GoodwordError } from '@goodword/program'
import { patiently } from './patience.ts'
import type { VendorImportOptions } from './vendor-import.ts'
import { itemsOf } from './vendor-pages.ts'

/** Who brought whom, and what a vendor owes for it. */
export interface Sharing {
  /** `false` for whom nobody came, and nothing is owed. */
  mayShare(person: VendorPerson): boolean
  friendsOf(person: VendorPerson): Iterable<Referral> | AsyncIterable<Referral>
  /** How many rewards the vendor has not given. */
  owedTo(person: VendorPerson): Promise<number>
}

/**
 * Reads a vendor's lists of everybody's friends and rewards, which takes a call for a hundred of them; a vendor that has no
 * such list, or too long a one, is asked for each person's.
 */
export async function readSharing(options: VendorImportOptions): Promise<Sharing> {
  const { vendor } = options
  // Friends first: what is owed for one who comes meanwhile is told, and not taken for given.
  const friends = await friendsAtOnce(options)
  const owed = await owedAtOnce(options)
  return {
    mayShare: (person) =>
      !friends || !owed || keysOf(person).some((key) => friends.has(key) || owed.has(key)),
    friendsOf: (person) =>
      friends ? keysOf(person).flatMap((key) => friends.get(key) ?? []) : friendsOneByOne(options, person),
    owedTo: async (person) =>
      owed
        ? keysOf(person).reduce((sum, key) => sum + (owed.get(key) ?? 0), 0)
        : countOwed(itemsOf(options, (page) => vendor.rewards({ email: person.email }, page))),
  }
}

/** How a vendor may name somebody in a list of everybody. */
const keysOf = ({ id, email }: VendorPerson): string[] => [...new Set([id, email.toLowerCase()])]

/** `undefined` where the vendor has no such list, or too long a one. */
const friendsAtOnce = (options: VendorImportOptions): Promise<FriendsByReferrer | undefined> =>
  options.vendor.friends && options.vendor.supports.has('referrals')
    ? patiently(options, () => options.vendor.friends!()).catch(tooLong)
    : Promise.resolve(undefined)

/** What the vendor owes everybody, by id or e-mail; `undefined` where it has no such list, or too long a one. */
async function owedAtOnce(options: VendorImportOptions): Promise<ReadonlyMap<string, number> | undefined> {
  const { vendor } = options
  if (!vendor.supports.has('rewards')) return new Map()
  if (!vendor.allRewards || !vendor.supports.has('rewards.all')) return undefined
  const owed = new Map<string, number>()
  try {
    for await (const reward of itemsOf(options, (page) => vendor.allRewards!(page))) {
      const id = reward.participant?.id ?? ''
      const owner = id.includes('@') ? id.toLowerCase() : id
      if (isOwed(reward)) owed.set(owner, (owed.get(owner) ?? 0) + 1)
    }
    return owed
  } catch (error) {
    return tooLong(error)
  }
}

function tooLong(error: unknown): undefined {
  if (!(error instanceof GoodwordError) || error.code !== 'unsupported') throw error
}

function friendsOneByOne(
  options: VendorImportOptions,
  { email }: VendorPerson,
): AsyncIterable<Referral> | [] {
  const { vendor } = options
  if (!vendor.supports.has('referrals')) return []
  return itemsOf(options, (page) => vendor.referrals({ email }, page))
}

const isOwed = ({ to, state }: Reward): boolean =>
  to === 'referrer' && (state === 'pending' || state === 'due')

async function countOwed(rewards: AsyncIterable<Reward>): Promise<number> {
  let count = 0
  for await (const reward of rewards) if (isOwed(reward)) count++
  return count
}
