import type { Customer } from '@goodword/program'
import type { Participant, ParticipantKey, Referral, ReferralBackend, Reward } from '../backend.ts'
import type { Capability } from '../capabilities.ts'
import { parseCustomer } from '../customer.ts'
import { pageOf } from '../present.ts'
import { inTime } from './deadline.ts'
import type { Fields } from './fields.ts'
import { most } from './paging.ts'
import { createProgramView, type Told } from './program-view.ts'
import { rank } from './ranking.ts'
import { createRecent } from './recent.ts'
import { createRecorder, notKept, type Taker } from './recording.ts'
import { cannot, unknownParticipant, unsupported } from './refusals.ts'
import type { CountingOptions, VendorBackend } from './vendor-backend.ts'

/** What a vendor's adapter consists of. People are as the vendor's answers have them; `Key` is how it names them. */
export interface VendorParts<Key> extends Pick<ReferralBackend, 'approve' | 'fulfil'> {
  /** The backend's name, and the vendor's. */
  readonly name: string
  readonly vendor: string
  readonly options: CountingOptions
  /** Beside what all of these offer. */
  readonly supports: readonly Capability[]
  readonly landing: VendorBackend['landing']
  find(who: ParticipantKey): Promise<Fields | undefined>
  enrol(customer: Customer): Promise<Fields>
  /** A person as the contract has them. */
  read(person: Fields): Participant
  key(person: Fields): Key
  /** What it does with the conversion that counts; it hears of no other. */
  readonly taker: Pick<Taker, 'conversion' | 'refund'>
  /** What the vendor says of its program, whose incentives are for this conversion. */
  tell(conversion: string): Promise<Told>
  check(): Promise<unknown>
  /** All of somebody's, or, of rewards, everybody's. */
  referrals(whose: Key): Promise<readonly Referral[]>
  rewards(whose?: Key): Promise<readonly Reward[]>
  /** Those who may lead. Asked once a minute. */
  best(): Promise<readonly Fields[]>
  nameOf(person: Fields): string | undefined
  friendsOf(person: Fields): number
  readonly people: NonNullable<VendorBackend['people']>
  readonly receive: NonNullable<VendorBackend['receive']>
}

const signed: Capability = 'webhooks.verified'

/** What follows from the parts that have to be there. */
const always: readonly Capability[] = [
  ...(['programInfo', 'lookup.byCode', 'lookup.readOnly', 'stats', 'leaderboard'] as const),
  ...(['referrals', 'rewards', 'rewards.all', 'conversion.idempotent'] as const),
]

/** Puts an adapter together, for vendors that send no invitations and whose lists have to be sorted here. */
export function composeBackend<Key>(parts: VendorParts<Key>): VendorBackend {
  const { name, vendor, options, landing, find, read, check, receive, people, approve, fulfil } = parts
  const { program, webhookSecret, now = Date.now } = options
  const counted = options.conversion ?? program.conversions[0]!.name
  const { conversion, refund } = parts.taker
  const timely = <T>(work: Promise<T>): Promise<T> => inTime(vendor, work)
  const best = createRecent(60_000, now, parts.best)
  const taker: Taker = {
    async conversion(event) {
      if (event.name !== counted) return notKept
      const outcome = await timely(conversion(event))
      best.forget()
      return outcome
    },
    ...(refund && { refund: async (event) => (event.name === counted ? timely(refund(event)) : notKept) }),
  }
  const record = createRecorder(program, taker, now)
  const keyOf = async (who: ParticipantKey): Promise<Key> => {
    const found = await find(who)
    if (found) return parts.key(found)
    throw unknownParticipant(vendor, who)
  }
  return {
    name,
    landing,
    supports: new Set([...always, ...parts.supports, ...(webhookSecret ? [signed] : [])]),
    program: createProgramView(program, () => parts.tell(counted), now),
    check: async () => void (await check()),
    enrol: async (customer) => read(await timely(parts.enrol(parseCustomer(customer)))),
    async participant(who) {
      const found = await timely(find(who))
      return found && read(found)
    },
    record: (events, { source = 'browser' } = {}) => record(events, source),
    referrals: async (who, page) => pageOf(await timely(keyOf(who).then(parts.referrals)), page),
    async rewards(who, page) {
      const own = await timely(keyOf(who).then(parts.rewards))
      return pageOf(own.map(withoutOwner), page)
    },
    async allRewards({ state, ...page } = {}) {
      const all = await timely(parts.rewards())
      return pageOf(state ? all.filter((reward) => reward.state === state) : all, page)
    },
    async leaderboard({ limit } = {}) {
      const people = await timely(best())
      // Those that were not read may have brought more friends: no ranking is better than a wrong one.
      if (people.length >= most) throw unsupported(vendor, `rank ${most} people and more`)
      return rank(people, parts.nameOf, parts.friendsOf, limit)
    },
    invite: cannot(vendor, 'send invitations'),
    receive,
    people,
    ...(approve && { approve: (id, by) => timely(approve(id, by)) }),
    ...(fulfil && { fulfil: (id, by) => timely(fulfil(id, by)) }),
  }
}

/** Whose a reward is only the owner of the program is told. */
function withoutOwner({ participant: _participant, ...reward }: Reward): Reward {
  return reward
}
