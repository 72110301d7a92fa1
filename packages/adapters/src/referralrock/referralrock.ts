import type { Customer, EventOf } from '@goodword/program'
import type { ParticipantKey, Reward } from '../backend.ts'
import { byReferrer } from '../vendor/by-referrer.ts'
import { composeBackend, usual } from '../vendor/compose.ts'
import { hasStatus, nothingThere } from '../vendor/failure.ts'
import { fieldsOf, majorUnits, minorUnits, needList } from '../vendor/fields.ts'
import { numberOf, present, textOf, type Fields } from '../vendor/fields.ts'
import { createGiving } from '../vendor/giving.ts'
import { vouchedNews } from '../vendor/loose-news.ts'
import { createOnce } from '../vendor/once.ts'
import { collect, type FetchPage } from '../vendor/paging.ts'
import { accepted, friendKnown, notReferred, orderKnown } from '../vendor/recording.ts'
import { orderUnknown, refundPartial, refundUntaken, type Outcome } from '../vendor/recording.ts'
import { namesOf, needEmail, notThere } from '../vendor/refusals.ts'
import { base64 } from '../vendor/secrets.ts'
import { createTransport, type Call } from '../vendor/transport.ts'
import type { CountingOptions, VendorBackend } from '../vendor/vendor-backend.ts'
import * as records from './records.ts'

const { vendor } = records
const sort = 'Create_Dt_Desc'
const statistics = ['stats.held', 'stats.refunds', 'stats.clicks', 'stats.shares'] as const

/** What was made, as the answer has it. */
function made(answer: Fields, name: 'member' | 'referral'): Fields {
  const one = fieldsOf(answer[name])
  records.idOf(one)
  return one
}

/** What Referral Rock needs. */
export interface ReferralRockOptions extends CountingOptions {
  readonly publicKey: string
  /** Opens everything, together with the public key: never in a browser. */
  readonly privateKey: string
  /** The program's id at the vendor, a GUID. */
  readonly programId: string
  /** What a new referral is. @default as the vendor's program says */
  readonly status?: 'pending' | 'qualified' | 'approved'
}

/**
 * Referral Rock: a member is a participant, a referral is a friend's first order. Nothing that creates is idempotent at
 * the vendor, so what is there is looked up first.
 */
export function referralrock(options: ReferralRockOptions): VendorBackend {
  const { publicKey, privateKey, programId, webhookSecret, now = Date.now } = options
  const { currency } = options.program
  const credentials = base64(`${publicKey}:${privateKey}`)
  const call = createTransport({
    name: vendor,
    secrets: [credentials, privateKey, publicKey, webhookSecret ?? ''],
    headers: { authorization: `Basic ${credentials}` },
    ...options,
    url: options.url ?? 'https://api.referralrock.com',
  })
  const once = createOnce()
  const post = (path: string, json: unknown, more: Partial<Call> = {}) =>
    call({ method: 'POST', path: `api/${path}`, json, ...more })

  const pages =
    <T>(name: string, read: (item: Fields) => T, query: Call['query'] = {}): FetchPage<T> =>
    async (offset = '0') => {
      const search = { programId, ...query, offset, count: 200 }
      const answer = await call({ method: 'GET', path: `api/${name}`, query: search })
      const items = needList(vendor, answer, name)
      const next = Number(offset) + items.length
      return { items: items.map(read), ...(next < (numberOf(answer.total) ?? 0) && { next: String(next) }) }
    }
  const same = (given: unknown, wanted = ''): boolean =>
    wanted !== '' && textOf(given)?.toLowerCase() === wanted.toLowerCase()
  /** The vendor's search says nothing of whole matches. */
  const search = async (name: string, field: string, query: string): Promise<Fields | undefined> =>
    (await collect(pages(name, (one) => one, { query }))).find((item) => same(item[field], query))
  function find(who: ParticipantKey): Promise<Fields | undefined> {
    if ('customer' in who) return search('members', 'externalIdentifier', who.customer)
    if ('email' in who) return search('members', 'email', who.email)
    return search('members', 'referralCode', who.code)
  }
  const single = async (query: Record<string, string>): Promise<Fields | undefined> => {
    const request = { method: 'GET', path: 'api/referral/single', query, mayBeEmpty: true } as const
    const answer = await call(request).catch(nothingThere)
    return textOf(answer?.id) === undefined ? undefined : answer
  }
  async function enrol({ id, name, email }: Customer): Promise<Fields> {
    const known = id === undefined ? undefined : await find({ customer: id })
    if (known) return known
    const key = needEmail(vendor, { email })
    const { first = 'Customer', last } = namesOf(name)
    const member = {
      programId,
      email: key,
      firstName: first,
      ...present({ lastName: last, externalIdentifier: id }),
    }
    const { it } = await once(
      key,
      () => find({ email: key }),
      async () => made(await post('members', member, { query: { shouldSendEmail: 'false' } }), 'member'),
    )
    return it
  }
  async function conversion(event: EventOf<'conversion'>): Promise<Outcome> {
    const { code, customer = {}, order, amount } = event
    const email = customer.email?.toLowerCase()
    const referrer = code === undefined ? undefined : await find({ code })
    const isSelf = same(referrer?.email, email) || same(referrer?.externalIdentifier, customer.id)
    if (!referrer || isSelf) return notReferred
    const { first, last } = namesOf(customer.name)
    const friend = { email, firstName: first, lastName: last, status: options.status }
    const money = amount === undefined ? {} : { amount: Number(majorUnits(amount, currency)) }
    const referral = { referralCode: code, externalIdentifier: order, ...money, ...present(friend) }
    const { it, isNew } = await once(
      email ?? order,
      async () => (await single({ externalId: order })) ?? (email && search('referrals', 'email', email)),
      async () => made(await post('referrals', referral), 'referral'),
    )
    return isNew ? accepted : same(fieldsOf(it).externalIdentifier, order) ? orderKnown : friendKnown
  }
  async function refund({ order, amount = Infinity }: EventOf<'refund'>): Promise<Outcome> {
    const found = await single({ externalId: order })
    if (!found) return orderUnknown(vendor, order)
    if (records.isDenied(found)) return orderKnown
    if (amount < minorUnits(numberOf(found.amount) ?? 0, currency)) return refundPartial(vendor)
    const referralId = records.idOf(found)
    const change = { query: { primaryInfo: { referralId } }, referral: { status: 'denied' } }
    await post('referral/update', [change], { repeatable: true })
    // Whether a status is taken here is not documented: the referral itself tells.
    return records.isDenied((await single({ referralId })) ?? {}) ? accepted : refundUntaken(vendor)
  }
  const rewards = (memberId?: string): Promise<Reward[]> =>
    collect(pages('rewards', (item) => records.rewardOf(item, currency, now()), { memberId, sort }))
  /** The documents show one, and a list of one. */
  const issue = (rewardId: string, note: string) =>
    post('rewards/issue', { rewardId, note }).catch((error: unknown) => {
      if (hasStatus(error, 400)) return post('rewards/issue', [{ rewardId, note }])
      throw error
    })
  const about = async (): Promise<Fields> =>
    (await pages('programs', (one) => one)()).items[0] ??
    Promise.reject(notThere(vendor, 'program', programId, []))

  return composeBackend({
    name: 'referralrock',
    vendor,
    options,
    supports: [...usual, 'lookup.byCustomer', ...statistics],
    landing: { params: ['REFERRALCODE'] },
    find,
    enrol,
    read: (member) => records.participantOf(member, currency),
    key: records.idOf,
    taker: { conversion, refund },
    check: about,
    tell: async (counted) => records.tell(await about(), counted),
    referrals: (memberId) => collect(pages('referrals', records.referralOf, { memberId, sort })),
    rewards,
    fulfil: createGiving(vendor, once, () => rewards(), issue),
    ranking: {
      best: () => collect(pages('members', (one) => one)),
      ...records,
    },
    receive: (request) => vouchedNews(vendor, request, webhookSecret, records.newsTypes, now()),
    friends: async () =>
      byReferrer(await collect(pages('referrals', (one) => one, { sort })), records.referrerOf, (own) =>
        own.map(records.referralOf),
      ),
    people: pages('members', records.personOf),
  })
}
