import type { Customer, EventOf } from '@goodword/program'
import { GoodwordError } from '@goodword/program/errors'
import type { PageQuery, Participant, ParticipantKey, Referral, ReferralBackend, Reward } from '../backend.ts'
import type { Capability } from '../capabilities.ts'
import { parseCustomer } from '../customer.ts'
import { pageOf } from '../present.ts'
import { inTime } from './deadline.ts'
import { hasStatus } from './failure.ts'
import type { Fields } from './fields.ts'
import { createProgramView, type Told } from './program-view.ts'
import { rank } from './ranking.ts'
import { createReadings } from './readings.ts'
import { createRecent } from './recent.ts'
import { createRecorder, friendEmailMissing, notKept, orderUnknown } from './recording.ts'
import { refused, type Outcome, type Taker } from './recording.ts'
import { cannot, otherVendor, unknownParticipant } from './refusals.ts'
import type { CountingOptions, VendorBackend, VendorNews } from './vendor-backend.ts'
import { incomplete } from './webhook.ts'

/** Takes orders, each with its friend's e-mail in lower case; that is empty where none is needed, and none was sent. */
export interface OrderTaker {
  conversion?(event: EventOf<'conversion'>, email: string): Promise<Outcome>
  refund?(event: EventOf<'refund'>, email: string): Promise<Outcome>
  visit?: Taker['visit']
}

/** What a vendor's adapter consists of. People are as the vendor's answers have them; `Key` is how it names them. */
export interface VendorParts<Key>
  extends Pick<ReferralBackend, 'approve' | 'fulfil'>, Partial<Pick<ReferralBackend, 'invite'>> {
  /** The backend's name, and the vendor's. */
  readonly name: string
  readonly vendor: string
  readonly options: CountingOptions
  /** What does not follow from the parts that are there. */
  readonly supports: readonly Capability[]
  readonly landing: VendorBackend['landing']
  find(who: ParticipantKey): Promise<Fields | undefined>
  enrol(customer: Customer): Promise<Fields>
  /** A person as the contract has them. */
  read(person: Fields): Participant
  key(person: Fields): Key
  /** The key, where it is known without a call, or nobody must be looked for. @default that of whom `find` finds */
  keyOf?(who: ParticipantKey): Key | Promise<Key>
  /**
   * What it does with the conversion that counts; it hears of no other. What the vendor refuses for good (400, 422) is told so;
   * a refund's 404 is an order that it does not have.
   */
  readonly taker?: OrderTaker
  /** Friends are known by e-mail alone: an order or a refund without one is rejected, and the taker is given it. */
  readonly friendsByEmail?: boolean
  /** What the vendor says of its program, whose incentives are for this conversion. */
  tell?(conversion: string): Promise<Told>
  check(): Promise<unknown>
  /** All of somebody's, or, of rewards, everybody's. */
  referrals?(whose: Key): Promise<readonly Referral[]>
  rewards?(whose?: Key): Promise<readonly Reward[]>
  /** Those who may lead, asked once a minute, and what is shown of them. */
  readonly ranking?: {
    best(): Promise<readonly Fields[]>
    nameOf(person: Fields): string | undefined
    friendsOf(person: Fields): number
  }
  readonly people?: VendorBackend['people']
  readonly friends?: VendorBackend['friends']
  receive?(request: Request): Promise<readonly VendorNews[]>
}

/** What most vendors can, and no part tells. */
export const usual = ['lookup.byCode', 'lookup.readOnly', 'stats', 'conversion.idempotent'] as const

/** What follows from a part that is there. */
function offered<Key>(parts: VendorParts<Key>): Capability[] {
  const {
    tell,
    referrals,
    rewards,
    ranking,
    approve,
    fulfil,
    invite,
    taker,
    friendsByEmail,
    receive,
    options,
  } = parts
  return [
    ...(tell ? (['programInfo'] as const) : []),
    ...(referrals ? (['referrals'] as const) : []),
    ...(rewards ? (['rewards', 'rewards.all'] as const) : []),
    ...(ranking ? (['leaderboard'] as const) : []),
    ...(approve ? (['rewards.approve'] as const) : []),
    ...(fulfil ? (['rewards.fulfil'] as const) : []),
    ...(invite ? (['invites'] as const) : []),
    ...(taker?.conversion ? (['conversion'] as const) : []),
    ...(friendsByEmail ? (['conversion.requiresFriend'] as const) : []),
    ...(taker?.refund ? (['refunds'] as const) : []),
    ...(receive && options.webhookSecret ? (['webhooks.verified'] as const) : []),
  ]
}

/** Puts an adapter together from its parts; what is not there, the vendor cannot. */
export function composeBackend<Key>(parts: VendorParts<Key>): VendorBackend {
  const { name, vendor, options, landing, find, read, check, receive, people, friends, approve, fulfil } =
    parts
  const { program, now = Date.now } = options
  const { tell, referrals, rewards, ranking, taker = {}, invite } = parts
  const counted = options.conversion ?? program.conversions[0]!.name
  const { conversion, refund, visit } = taker
  const timely = <T>(work: Promise<T>): Promise<T> => inTime(vendor, work)
  const readings = createReadings(now)
  // One that takes many calls may be a minute old; any other knows of each order.
  let isLong = false
  const best =
    ranking &&
    createRecent(60_000, now, async () => {
      const people = await ranking.best()
      isLong = people.length > 1_000
      return people
    })
  function changed(): void {
    readings.forget()
    if (!isLong) best?.forget()
  }
  const keyOf =
    parts.keyOf ??
    (async (who: ParticipantKey): Promise<Key> => {
      const found = await find(who)
      if (found) return parts.key(found)
      throw unknownParticipant(vendor, who)
    })
  /** Whose it is, is asked for the first page only. */
  const ownList = <T>(
    name: string,
    list: (whose: Key) => Promise<readonly T[]>,
    who: ParticipantKey,
    page?: PageQuery,
  ): Promise<readonly T[]> =>
    timely(
      readings(`${name} ${JSON.stringify(who)}`, page?.cursor !== undefined, () =>
        Promise.resolve(who).then(keyOf).then(list),
      ),
    )
  const record = createRecorder(
    program,
    {
      async conversion(event) {
        if (event.name !== counted || !conversion) return notKept
        const email = emailOf(event)
        if (!email && parts.friendsByEmail) return friendEmailMissing(vendor)
        return conversion(event, email)
          .catch((error: unknown) => refused(vendor, error))
          .finally(changed)
      },
      ...(refund && {
        async refund(event) {
          if (event.name !== counted) return notKept
          const email = emailOf(event)
          if (!email && parts.friendsByEmail) return friendEmailMissing(vendor)
          return refund(event, email)
            .catch((error: unknown) =>
              hasStatus(error, 404) ? orderUnknown(vendor, event.order) : refused(vendor, error),
            )
            .finally(changed)
        },
      }),
      ...(visit && { visit }),
    },
    now,
  )
  return {
    name,
    landing,
    supports: new Set([...offered(parts), ...parts.supports]),
    program: createProgramView(program, async () => tell?.(counted) ?? {}, now),
    check: async () => void (await check()),
    enrol: async (customer) => read(await timely(parts.enrol(parseCustomer(customer)))),
    async participant(who) {
      const found = await timely(find(who))
      return found && read(found)
    },
    record(events, { source = 'browser' } = {}) {
      const late = new AbortController()
      return timely(record(events, source, late.signal)).finally(() => late.abort())
    },
    referrals: referrals
      ? async (who, page) => pageOf(await ownList('referrals', referrals, who, page), page)
      : cannot(vendor, 'list friends', 'Look at them in its dashboard.'),
    rewards: rewards
      ? async (who, page) => {
          return pageOf((await ownList('rewards', rewards, who, page)).map(withoutOwner), page)
        }
      : cannot(vendor, 'list rewards', 'Look at them in its dashboard.'),
    ...(rewards && {
      async allRewards({ state, ...page } = {}) {
        const all = await timely(readings('all', page.cursor !== undefined, () => rewards()))
        return pageOf(state ? all.filter((reward) => reward.state === state) : all, page)
      },
    }),
    leaderboard: best
      ? async ({ limit } = {}) => {
          return rank(await timely(best()), ranking.nameOf, ranking.friendsOf, limit)
        }
      : cannot(vendor, 'rank participants', 'Leave the leaderboard out of the page.'),
    invite: invite ?? cannot(vendor, 'send invitations', 'Customers can share their link instead.'),
    ...(receive && {
      async receive(request, to = name) {
        if (to !== name) throw otherVendor(name, to)
        const news = await receive(request).catch((error: unknown) => {
          throw error instanceof GoodwordError && error.code === 'vendor-answer'
            ? incomplete(vendor, error)
            : error
        })
        changed()
        return news
      },
    }),
    ...(people && { people }),
    ...(friends && { friends }),
    ...(approve && { approve: (id, by) => timely(approve(id, by)).finally(changed) }),
    ...(fulfil && { fulfil: (id, by) => timely(fulfil(id, by)).finally(changed) }),
  }
}

const emailOf = ({ customer }: EventOf<'conversion' | 'refund'>): string =>
  customer?.email?.toLowerCase() ?? ''

/** Whose a reward is only the owner of the program is told. */
function withoutOwner({ participant: _participant, ...reward }: Reward): Reward {
  return reward
}
