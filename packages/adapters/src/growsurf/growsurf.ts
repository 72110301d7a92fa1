import { viewProgram } from '@goodword/program'
import { GoodwordError } from '@goodword/program/errors'
import type { Capability, Invitation, InviteReceipt, ParticipantKey } from '../backend.ts'
import { composeBackend } from '../vendor/compose.ts'
import { failureOf, hasStatus, nothingThere } from '../vendor/failure.ts'
import { listOf, needText, numberOf, present, textOf, timeOf, type Fields } from '../vendor/fields.ts'
import { collect } from '../vendor/paging.ts'
import {
  cannot,
  namesOf,
  needEmail,
  notDue,
  unknownParticipant,
  unknownReward,
  unsupported,
} from '../vendor/refusals.ts'
import { createTransport, pathOf } from '../vendor/transport.ts'
import type { CountingOptions, VendorBackend } from '../vendor/vendor-backend.ts'
import { createOrders } from './orders.ts'
import {
  idOf,
  nameOf,
  parameter,
  readCampaign,
  readParticipant,
  readReferral,
  readReward,
  vendor,
} from './shapes.ts'
import { receive } from './webhook.ts'

/** What GrowSurf needs. */
export interface GrowsurfOptions extends CountingOptions {
  /** The account's API key. It opens everything: on a server only. */
  readonly apiKey: string
  /** The campaign's id. */
  readonly campaign: string
  /** The campaign's kind: in an affiliate program every order counts, in a referral program a friend once. @default 'referral' */
  readonly type?: 'referral' | 'affiliate'
  /** Lets participants invite by GrowSurf's mails, under this subject; its domain must be verified there. @default no mails */
  readonly inviteSubject?: string
}

const referrers: readonly Capability[] = ['rewards.approve', 'rewards.fulfil', 'stats.refunds']
const affiliates: readonly Capability[] = ['conversion.repeat', 'refunds.partial']

/** A GrowSurf campaign. Its own links and script count the visits, and its dashboard says what is given for what. */
export function growsurf(options: GrowsurfOptions): VendorBackend {
  const { program, apiKey, campaign, webhookSecret, inviteSubject, now = Date.now } = options
  const isAffiliate = options.type === 'affiliate'
  const conversion = options.conversion ?? program.conversions[0]!.name
  const call = createTransport({
    ...options,
    name: vendor,
    url: options.url ?? 'https://api.growsurf.com/v2',
    headers: { authorization: `Bearer ${apiKey}` },
    secrets: [apiKey, webhookSecret ?? ''],
    retryAfter: readWait,
  })
  const at = (...parts: string[]): string => pathOf('campaign', campaign, ...parts)
  const about = (who: ParticipantKey, ...parts: string[]): string => at('participant', keyOf(who), ...parts)
  const get = (path: string, query: Record<string, string | number | undefined> = {}) =>
    call({ method: 'GET', path, query })
  const find = (who: ParticipantKey) => get(about(who)).catch(nothingThere)
  /** Whoever is there already is returned as they are. */
  function add(email: string, name: string | undefined, more: Fields = {}): Promise<Fields> {
    const { first, last } = namesOf(name)
    const json = { email, ...present({ firstName: first, lastName: last }), ...more }
    return call({ method: 'POST', path: at('participant'), json, repeatable: true })
  }
  const people = (nextId?: string) => get(at('participants'), { limit: 100, nextId })
  async function rewardsOf(id?: string) {
    const definitions = listOf((await get(at())).rewards)
    const read = (owner: string) => (reward: Fields) => readReward(reward, owner, definitions, now())
    if (id !== undefined) {
      const pages = (nextId?: string) => get(about({ code: id }, 'rewards'), { limit: 100, nextId })
      return (await collect(pagesOf(pages, 'rewards'))).map(read(id))
    }
    const all = await collect(pagesOf(people, 'participants'))
    return all.flatMap((person) => listOf(person.rewards).map(read(idOf(person))))
  }
  const change = (id: string, what: 'approve' | 'fulfill') =>
    call({ method: 'POST', path: at('reward', id.split('/').at(-1)!, what), repeatable: true }).catch(
      (error: unknown) => {
        throw hasStatus(error, 404) ? unknownReward(id) : error
      },
    )
  async function inviteOne(who: ParticipantKey, { email, message }: Invitation): Promise<InviteReceipt> {
    const text = message ?? viewProgram(program).copy.message.replaceAll('{program}', program.name)
    const json = { emailAddresses: [email], subjectText: inviteSubject, messageText: text }
    try {
      const { invitesSent } = await call({ method: 'POST', path: about(who, 'invites'), json })
      return { email, status: numberOf(invitesSent) === 0 ? 'skipped' : 'sent' }
    } catch (error) {
      if (hasStatus(error, 404)) throw unknownParticipant(vendor, who)
      return { email, status: 'failed', reason: failureOf(error)?.inDoubt ? 'in-doubt' : 'refused' }
    }
  }
  const supports: Capability[] = [
    ...(['stats.clicks', 'stats.shares', 'refunds', 'conversion.requiresFriend'] as const),
    ...(isAffiliate ? affiliates : referrers),
    ...(inviteSubject ? (['invites'] as const) : []),
  ]

  const backend = composeBackend({
    name: 'growsurf',
    vendor,
    options,
    supports,
    landing: { params: [parameter] },
    find,
    enrol: (customer) => add(needEmail(vendor, customer), customer.name),
    read: (person) => readParticipant(person, program.url),
    key: idOf,
    taker: createOrders({ call, about, find, add, program, conversion, isAffiliate }),
    tell: async () => readCampaign(await get(at()), conversion),
    async check() {
      const type = textOf((await get(at())).type)
      if (type === undefined || type === (isAffiliate ? 'AFFILIATE' : 'REFERRAL')) return
      throw new GoodwordError(
        'vendor-refused',
        `The campaign "${campaign}" is of type ${type}. Say so in \`type\`.`,
      )
    },
    referrals: cannot(vendor, 'list referrals in another way'),
    rewards: rewardsOf,
    best: async () =>
      listOf((await get(at('leaderboard'), { leaderboardType: 'ALL_TIME', limit: 100 })).participants),
    nameOf,
    friendsOf: (person) => numberOf(person.referralCount) ?? 0,
    receive: (request) => receive(request, webhookSecret, now()),
    async people(cursor) {
      const { items, next } = await pagesOf(people, 'participants')(cursor)
      return { items: items.map(readPerson), ...present({ next }) }
    },
    approve: async (reward) => void (await change(reward, 'approve')),
    async fulfil(id) {
      const found = (await rewardsOf(id.split('/')[0]!).catch(nothingThere))?.find((one) => one.id === id)
      if (!found) throw unknownReward(id)
      if (found.state === 'granted') return found
      if (found.state !== 'due') throw notDue(found)
      await change(id, 'fulfill')
      return { ...found, state: 'granted', reason: { code: 'given', at: now() } }
    },
  })
  const noRewards = cannot(vendor, 'list commissions')
  return {
    ...backend,
    // An affiliate program pays commissions, whose shape is not documented.
    ...(isAffiliate && {
      supports: new Set([...backend.supports].filter((one) => !one.startsWith('rewards'))),
      ...{ rewards: noRewards, allRewards: noRewards, approve: noRewards, fulfil: noRewards },
    }),
    /** GrowSurf's own pages, newest first. */
    async referrals(who, { limit = 20, cursor } = {}) {
      const query = { limit, nextId: cursor, sortBy: 'createdAt', desc: 'true' }
      const page = await get(about(who, 'referrals'), query).catch(nothingThere)
      if (!page) throw unknownParticipant(vendor, who)
      return {
        items: listOf(page.referrals).flatMap(readReferral),
        ...present({ next: textOf(page.nextId) }),
      }
    },
    ...(inviteSubject && {
      invite: (who, invitations) => Promise.all(invitations.map((one) => inviteOne(who, one))),
    }),
  }

  function readPerson(fields: Fields) {
    const { id, code, name } = readParticipant(fields, program.url)
    const more = present({ name, at: timeOf(fields.createdAt), referredBy: textOf(fields.referredBy) })
    return { id, code, email: needText(vendor, fields, 'email'), ...more }
  }
}

/** GrowSurf takes an id, a vanity key or an e-mail at the same place. */
function keyOf(who: ParticipantKey): string {
  if ('customer' in who) throw unsupported(vendor, 'find people by the owner’s customer id')
  return 'email' in who ? needEmail(vendor, who) : who.code
}

/** A list of GrowSurf's, for `collect`. */
const pagesOf =
  (fetchPage: (cursor?: string) => Promise<Fields>, name: string) => async (cursor?: string) => {
    const page = await fetchPage(cursor)
    return { items: listOf(page[name]), next: textOf(page.nextId) }
  }

/** Seconds until the longest of the limits that were passed has room again. */
function readWait(headers: Headers): number | undefined {
  const spans = ['second', 'minute', 'hour'].map((span) =>
    Number(headers.get(`growsurf-retry-after-${span}-milliseconds`)),
  )
  const longest = Math.max(...spans)
  return longest > 0 ? longest / 1000 : undefined
}
