import type { Customer, EventOf } from '@goodword/program'
import type { ParticipantKey } from '../backend.ts'
import { byReferrer } from '../vendor/by-referrer.ts'
import { composeBackend } from '../vendor/compose.ts'
import { failureOf, hasStatus, nothingThere } from '../vendor/failure.ts'
import { firstText, majorUnits, minorUnits, needList } from '../vendor/fields.ts'
import { present, textOf, type Fields } from '../vendor/fields.ts'
import { createOnce } from '../vendor/once.ts'
import { collect, type FetchPage } from '../vendor/paging.ts'
import { accepted, notKept, notReferred, orderKnown, type Outcome } from '../vendor/recording.ts'
import { orderUnknown, refundPartial } from '../vendor/recording.ts'
import { namesOf, needEmail, notThere, onlyByEmail } from '../vendor/refusals.ts'
import { unknownParticipant, unknownReward } from '../vendor/refusals.ts'
import { createTransport, pathOf, type Call } from '../vendor/transport.ts'
import type { CountingOptions, VendorBackend } from '../vendor/vendor-backend.ts'
import * as records from './records.ts'

const { vendor } = records

/** What Tapfiliate needs. */
export interface TapfiliateOptions extends CountingOptions {
  /** The account's API key. It opens everything: on a server only. */
  readonly apiKey: string
  /** The program's id at the vendor. */
  readonly programId: string
}

/** Whether Tapfiliate knows nobody by the code: it does not say how it tells. */
const isUnknownCode = (error: unknown): boolean =>
  hasStatus(error, 404) ||
  (hasStatus(error, 400, 422) && /referral.?code|affiliate/i.test(failureOf(error)?.words ?? ''))

/** Tapfiliate: an affiliate in one program is a participant, a conversion is a friend's order and what it earned. */
export function tapfiliate(options: TapfiliateOptions): VendorBackend {
  const { program, apiKey, programId, now = Date.now } = options
  const { currency } = program
  const call = createTransport({
    ...options,
    name: vendor,
    url: options.url ?? 'https://api.tapfiliate.com/1.6',
    headers: { 'x-api-key': apiKey },
    secrets: [apiKey],
  })
  const once = createOnce()
  const get = (path: string, query: Call['query'] = {}): Promise<Fields> =>
    call({ method: 'GET', path: `${path}/`, query })
  const post = (path: string, json: Fields): Promise<Fields> =>
    call({ method: 'POST', path: `${path}/`, json })
  /** How long a page is, is not the same everywhere: the last one is empty. */
  const pages =
    <T>(path: string, read: (item: Fields) => T, query: Call['query'] = {}): FetchPage<T> =>
    async (page = '1') => {
      const items = needList(vendor, await get(path, { ...query, page }), 'items')
      return { items: items.map(read), ...(items.length > 0 && { next: String(Number(page) + 1) }) }
    }
  const affiliates = pathOf('programs', programId, 'affiliates')
  const conversions = (query: Call['query'] = {}): Promise<records.Conversion[]> =>
    collect(pages('conversions', records.conversionOf, { program_id: programId, ...query }))

  async function findAffiliate(email: string): Promise<Fields | undefined> {
    const found = needList(vendor, await get('affiliates', { email }), 'items')
    return found.find((one) => textOf(one.email)?.toLowerCase() === email)
  }
  async function withFriends(affiliation: Fields): Promise<Fields> {
    const own = await conversions({ affiliate_id: records.idOf(affiliation) })
    return { ...affiliation, friends: records.referralsOf(own, records.idOf(affiliation)).length }
  }
  async function findMember(who: ParticipantKey): Promise<Fields | undefined> {
    if (!('email' in who)) throw onlyByEmail(vendor, 'code or customer id')
    const known = await findAffiliate(needEmail(vendor, who))
    const affiliation =
      known && (await get(`${affiliates}/${pathOf(records.needId(known))}`).catch(nothingThere))
    return affiliation && { affiliate: known, ...affiliation }
  }
  async function find(who: ParticipantKey): Promise<Fields | undefined> {
    const member = await findMember(who)
    return member && withFriends(member)
  }
  async function enrol(customer: Customer): Promise<Fields> {
    const email = needEmail(vendor, customer)
    const { first = email.split('@')[0], last = records.noName } = namesOf(customer.name)
    const { it } = await once(
      email,
      () => find({ email }),
      async () => {
        const affiliate =
          (await findAffiliate(email)) ??
          (await post('affiliates', { email, firstname: first, lastname: last }))
        const joined = await post(affiliates, {
          affiliate: { id: records.needId(affiliate) },
          approved: true,
        })
        return { affiliate, ...joined }
      },
    )
    return it
  }

  const byOrder = async (order: string): Promise<records.Conversion | undefined> =>
    (await conversions({ external_id: order })).find((one) => one.order === order)

  async function conversion(event: EventOf<'conversion'>): Promise<Outcome> {
    const { code, customer = {}, order, amount } = event
    if (code === undefined) return notReferred
    const money = amount === undefined ? {} : { amount: Number(majorUnits(amount, currency)), currency }
    const friend = present({ goodword_friend: customer.id ?? customer.email, goodword_name: customer.name })
    const json = {
      program_id: programId,
      referral_code: code,
      external_id: order,
      meta_data: friend,
      ...money,
      ...present({ customer_id: customer.id }),
    }
    try {
      const { isNew } = await once(
        order,
        () => byOrder(order),
        async () => records.conversionOf(await post('conversions', json)),
      )
      return isNew ? accepted : orderKnown
    } catch (error) {
      if (isUnknownCode(error)) return notReferred
      throw error
    }
  }
  async function refund({ order, amount = Infinity }: EventOf<'refund'>): Promise<Outcome> {
    const found = await byOrder(order)
    if (!found) return orderUnknown(vendor, order)
    if (amount < minorUnits(found.amount, currency)) return refundPartial(vendor)
    await call({ method: 'DELETE', path: `${pathOf('conversions', found.id)}/`, repeatable: true }).catch(
      nothingThere,
    )
    return accepted
  }
  async function visit({ code, url }: EventOf<'visit'>): Promise<Outcome> {
    if (code === undefined) return notKept
    try {
      await post('clicks', { referral_code: code, landing_page: url })
      return accepted
    } catch (error) {
      if (isUnknownCode(error)) return accepted
      // A click in doubt is not sent again: one too few is better than one too many.
      if (failureOf(error)?.inDoubt && failureOf(error)?.status === undefined) return notKept
      throw error
    }
  }
  async function rewards(id?: string) {
    const own = await conversions(id === undefined ? {} : { affiliate_id: id })
    return own
      .filter((one) => id === undefined || one.affiliate === id)
      .flatMap((one) => records.rewardsOf(one, currency, now()))
  }
  const about = (): Promise<Fields> =>
    get(pathOf('programs', programId)).catch((error: unknown) => {
      throw hasStatus(error, 404) ? notThere(vendor, 'program', programId, []) : error
    })

  return composeBackend({
    name: 'tapfiliate',
    vendor,
    options,
    supports: [
      'lookup.readOnly',
      'stats',
      'stats.refunds',
      'visits',
      'conversion.idempotent',
      'conversion.repeat',
    ],
    landing: { params: ['ref'] },
    find,
    enrol,
    read: records.participantOf,
    key: records.idOf,
    // Nobody's orders are counted for that.
    async keyOf(who) {
      const member = await findMember(who)
      if (member) return records.idOf(member)
      throw unknownParticipant(vendor, who)
    },
    taker: { conversion, refund, visit },
    check: about,
    tell: async () => present({ name: firstText(await about(), 'title', 'name') }),
    referrals: async (id) => records.referralsOf(await conversions({ affiliate_id: id }), id),
    rewards,
    async approve(id) {
      if (!(await rewards()).some((one) => one.id === id)) throw unknownReward(id)
      await call({ method: 'PUT', path: `${pathOf('commissions', id)}/approved/`, repeatable: true })
    },
    friends: async () => byReferrer(await conversions(), ({ affiliate }) => affiliate, records.referralsOf),
    people: pages(affiliates, records.personOf),
  })
}
