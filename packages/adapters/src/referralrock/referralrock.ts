import type { EventOf } from '@goodword/program'
import { GoodwordError } from '@goodword/program/errors'
import type { Capability, ParticipantKey, Reward } from '../backend.ts'
import { parseCustomer } from '../customer.ts'
import { hasStatus, nothingThere } from '../vendor/failure.ts'
import {
  fieldsOf,
  needList,
  majorUnits,
  minorUnits,
  needText,
  numberOf,
  present,
  textOf,
  type Fields,
} from '../vendor/fields.ts'
import { looseNews, vouchedEvent } from '../vendor/loose-news.ts'
import { createOnce } from '../vendor/once.ts'
import { collect, createLists, type FetchPage } from '../vendor/paging.ts'
import { createProgramView } from '../vendor/program-view.ts'
import { rank } from '../vendor/ranking.ts'
import { readText } from '../vendor/reading.ts'
import { createRecent } from '../vendor/recent.ts'
import {
  accepted,
  createRecorder,
  friendKnown,
  notKept,
  notReferred,
  orderKnown,
  rejected,
  type Outcome,
} from '../vendor/recording.ts'
import { cannot, namesOf, needEmail, notDue, unknownParticipant, unknownReward } from '../vendor/refusals.ts'
import { base64 } from '../vendor/secrets.ts'
import { createTransport } from '../vendor/transport.ts'
import type { VendorBackend, VendorOptions } from '../vendor/vendor-backend.ts'
import { parseNews } from '../vendor/webhook.ts'
import * as records from './records.ts'

const { vendor } = records

export interface ReferralRockOptions extends VendorOptions {
  readonly publicKey: string
  /** Opens everything, together with the public key: never in a browser. */
  readonly privateKey: string
  /** The program's id at the vendor, a GUID. */
  readonly programId: string
  /** The program's conversion that makes a referral; the vendor hears of no other. @default the program's first */
  readonly conversion?: string
  /** What a new referral is. @default as the vendor's program says */
  readonly status?: 'pending' | 'qualified' | 'approved'
  /** A secret of your own in the webhook's address, `…?event=ReferralAdd&secret=…`; without it none is taken. */
  readonly webhookSecret?: string
}

const offered: readonly Capability[] = [
  ...(['programInfo', 'lookup.byCustomer', 'lookup.byCode', 'lookup.readOnly', 'leaderboard'] as const),
  ...([
    'stats',
    'stats.clicks',
    'stats.shares',
    'referrals',
    'rewards',
    'rewards.all',
    'rewards.fulfil',
  ] as const),
  ...(['conversion.idempotent', 'refunds'] as const),
]

/**
 * Referral Rock: a member is a participant, a referral is a friend's first order. Nothing that creates is idempotent at
 * the vendor, so what is there is looked up first.
 */
export function referralrock(options: ReferralRockOptions): VendorBackend {
  const { program, publicKey, privateKey, programId, webhookSecret, now = Date.now } = options
  const { currency } = program
  const counted = options.conversion ?? program.conversions[0]!.name
  const credentials = base64(`${publicKey}:${privateKey}`)
  const call = createTransport({
    name: vendor,
    secrets: [credentials, privateKey, publicKey, webhookSecret ?? ''],
    headers: { authorization: `Basic ${credentials}` },
    ...options,
    url: options.url ?? 'https://api.referralrock.com',
  })
  const once = createOnce()

  const pages =
    <T>(
      name: string,
      read: (item: Fields) => T,
      query: Record<string, string | undefined> = {},
    ): FetchPage<T> =>
    async (offset = '0') => {
      const search = { programId, ...query, offset, count: 200 }
      const answer = await call({ method: 'GET', path: `api/${name}`, query: search })
      const items = needList(vendor, answer, name)
      const next = Number(offset) + items.length
      return { items: items.map(read), ...(next < (numberOf(answer.total) ?? 0) && { next: String(next) }) }
    }
  const same = (given: unknown, wanted: string): boolean =>
    textOf(given)?.toLowerCase() === wanted.toLowerCase()

  /** The vendor's search says nothing of whole matches. */
  async function search(name: string, field: string, wanted: string): Promise<Fields | undefined> {
    const found = await collect(pages(name, (item) => item, { query: wanted }))
    return found.find((item) => same(item[field], wanted))
  }
  function find(who: ParticipantKey): Promise<Fields | undefined> {
    if ('customer' in who) return search('members', 'externalIdentifier', who.customer)
    return 'email' in who
      ? search('members', 'email', who.email)
      : search('members', 'referralCode', who.code)
  }
  const idOf = async (who: ParticipantKey): Promise<string> => {
    const found = await find(who)
    if (!found) throw unknownParticipant(vendor, who)
    return needText(vendor, found, 'id')
  }
  const single = async (query: Record<string, string>): Promise<Fields | undefined> => {
    const answer = await call({ method: 'GET', path: 'api/referral/single', query }).catch(nothingThere)
    return textOf(answer?.id) === undefined ? undefined : answer
  }

  async function conversion({
    code,
    customer,
    name,
    order,
    amount,
  }: EventOf<'conversion'>): Promise<Outcome> {
    if (name !== counted) return notKept
    const email = customer?.email?.toLowerCase()
    const referrer = code === undefined ? undefined : await find({ code })
    if (!referrer || (email && same(referrer.email, email))) return notReferred
    const { first, last } = namesOf(customer?.name)
    const referral = {
      referralCode: code,
      externalIdentifier: order,
      ...present({ email, firstName: first, lastName: last, status: options.status }),
      ...(amount !== undefined && { amount: Number(majorUnits(amount, currency)) }),
    }
    const { it, isNew } = await once(
      email ?? order,
      async () =>
        (await single({ externalId: order })) ?? (email ? search('referrals', 'email', email) : undefined),
      async () => fieldsOf((await call({ method: 'POST', path: 'api/referrals', json: referral })).referral),
    )
    return isNew ? accepted : same(it.externalIdentifier, order) ? orderKnown : friendKnown
  }

  async function refund({ name, order, amount }: EventOf<'refund'>): Promise<Outcome> {
    if (name !== counted) return notKept
    const found = await single({ externalId: order })
    if (!found) return rejected('order-unknown', `${vendor} has no referral of the order "${order}".`)
    if (records.isDenied(found)) return orderKnown
    if (amount !== undefined && amount < minorUnits(numberOf(found.amount) ?? 0, currency))
      return rejected(
        'refund-partial',
        `${vendor} takes back whole orders only. Change the amount in its dashboard.`,
      )
    const referralId = needText(vendor, found, 'id')
    const change = { query: { primaryInfo: { referralId } }, referral: { status: 'denied' } }
    await call({ method: 'POST', path: 'api/referral/update', json: [change], repeatable: true })
    // Whether a status is taken here is not documented: the referral itself tells.
    const after = await single({ referralId })
    if (after && records.isDenied(after)) return accepted
    return rejected(
      'refund-unsupported',
      `${vendor} did not take the status "denied". Set it in its dashboard.`,
    )
  }

  const rewards = (id?: string): Promise<Reward[]> =>
    collect(pages('rewards', (item) => records.rewardOf(item, currency, now()), { memberId: id }))

  async function fulfil(id: string, by: string): Promise<Reward> {
    const find = async (): Promise<Reward> => {
      const reward = (await rewards()).find((one) => one.id === id)
      if (reward) return reward
      throw unknownReward(id)
    }
    const issue = (json: unknown) => call({ method: 'POST', path: 'api/rewards/issue', json })
    const { it } = await once<Reward>(
      id,
      async () => {
        const reward = await find()
        if (reward.state !== 'granted' && reward.state !== 'due') throw notDue(reward)
        return reward.state === 'granted' ? reward : undefined
      },
      async () => {
        const order = { rewardId: id, note: by }
        // One or a list of one: the documents show both.
        await issue(order).catch((error: unknown) => {
          if (hasStatus(error, 400)) return issue([order])
          throw error
        })
        const reward = await find()
        if (reward.state === 'granted') return reward
        throw new GoodwordError(
          'vendor-refused',
          `${vendor} did not issue the reward "${id}". Look at it in its dashboard.`,
        )
      },
    )
    return it
  }

  const record = createRecorder(program, { conversion, refund }, now)
  const everybody = createRecent(60_000, now, () => collect(pages('members', (item) => item)))
  const programs = pages('programs', (item) => item)
  async function about(): Promise<Fields> {
    const [found] = (await programs()).items
    if (found) return found
    throw new GoodwordError('vendor-refused', `${vendor} has no program "${programId}". Check \`programId\`.`)
  }
  async function receive(request: Request) {
    const event = vouchedEvent(vendor, request, webhookSecret)
    const body = parseNews(vendor, await readText(vendor, request))
    return [looseNews(body, event, records.newsTypes(body), now())]
  }

  return {
    name: 'referralrock',
    landing: { params: ['REFERRALCODE'] },
    supports: new Set(webhookSecret ? [...offered, 'webhooks.verified'] : offered),
    program: createProgramView(program, async () => records.tell(await about(), counted), now),
    check: async () => void (await about()),
    async enrol(customer) {
      const { id, name, email } = parseCustomer(customer)
      const known = id === undefined ? undefined : await find({ customer: id })
      if (known) return records.participantOf(known, currency)
      const key = needEmail(vendor, { email })
      const { first = 'Customer', last } = namesOf(name)
      const json = {
        programId,
        email: key,
        firstName: first,
        ...present({ lastName: last, externalIdentifier: id }),
      }
      const query = { shouldSendEmail: 'false' }
      const { it } = await once(
        key,
        () => find({ email: key }),
        async () => fieldsOf((await call({ method: 'POST', path: 'api/members', query, json })).member),
      )
      return records.participantOf(it, currency)
    },
    async participant(who) {
      const found = await find(who)
      return found && records.participantOf(found, currency)
    },
    record: (events, { source = 'browser' } = {}) => record(events, source),
    ...createLists(idOf, (id) => collect(pages('referrals', records.referralOf, { memberId: id })), rewards),
    fulfil,
    leaderboard: async ({ limit } = {}) => rank(await everybody(), records.nameOf, records.friendsOf, limit),
    invite: cannot(vendor, 'send invitations'),
    receive,
    people: pages('members', records.personOf),
  }
}
