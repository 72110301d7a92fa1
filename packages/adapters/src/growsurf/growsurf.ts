import { GoodwordError } from '@goodword/program/errors'
import type { Capability } from '../capabilities.ts'
import { composeBackend } from '../vendor/compose.ts'
import { hasStatus, nothingThere } from '../vendor/failure.ts'
import { listOf, needText, numberOf, present, textOf, timeOf, type Fields } from '../vendor/fields.ts'
import { inviteEach } from '../vendor/inviting.ts'
import { collect } from '../vendor/paging.ts'
import { cannot, needEmail, notDue, unknownParticipant, unknownReward } from '../vendor/refusals.ts'
import type { CountingOptions, VendorBackend } from '../vendor/vendor-backend.ts'
import { createClient, keyOf } from './client.ts'
import { createOrders } from './orders.ts'
import * as shapes from './shapes.ts'
import { receive } from './webhook.ts'

const { vendor } = shapes

/** What GrowSurf needs. */
export interface GrowsurfOptions extends CountingOptions {
  /** The account's API key. It opens everything: on a server only. */
  readonly apiKey: string
  /** The campaign's id. */
  readonly campaign: string
  /** Whether every order counts (affiliate), or a friend once (referral). @default 'referral' */
  readonly type?: 'referral' | 'affiliate'
  /** Lets participants invite by GrowSurf's mails, under this subject; its domain must be verified there. @default no mails */
  readonly inviteSubject?: string
}

const both = ['stats.clicks', 'stats.shares', 'refunds', 'conversion.requiresFriend'] as const
const own: Readonly<Record<'referral' | 'affiliate', readonly Capability[]>> = {
  referral: [...both, 'rewards.approve', 'rewards.fulfil', 'stats.refunds'],
  affiliate: [...both, 'conversion.repeat', 'refunds.partial'],
}

/** A GrowSurf campaign. Its own links and script count the visits, and its dashboard says what is given for what. */
export function growsurf(options: GrowsurfOptions): VendorBackend {
  const { program, campaign, type = 'referral', webhookSecret, inviteSubject, now = Date.now } = options
  const conversion = options.conversion ?? program.conversions[0]!.name
  const client = createClient(options)
  const { get, post, find, page } = client
  const everybody = (nextId?: string) => page(['participants'], 'participants', nextId)

  async function rewards(id?: string) {
    const definitions = listOf((await get([])).rewards)
    const read = (owner: string) => (reward: Fields) => shapes.readReward(reward, owner, definitions, now())
    if (id === undefined)
      return (await collect(everybody)).flatMap((one) => listOf(one.rewards).map(read(shapes.idOf(one))))
    return (await collect((nextId) => page(['participant', id, 'rewards'], 'rewards', nextId))).map(read(id))
  }
  const change = (id: string, what: 'approve' | 'fulfill') =>
    post(['reward', id.split('/').at(-1)!, what], {}).catch((error: unknown) => {
      throw hasStatus(error, 404) ? unknownReward(id) : error
    })

  const backend = composeBackend({
    name: 'growsurf',
    vendor,
    options,
    supports: [...own[type], ...(inviteSubject ? (['invites'] as const) : [])],
    landing: { params: [shapes.parameter] },
    find,
    enrol: (customer) => client.add(needEmail(vendor, customer), customer.name),
    read: (person) => shapes.readParticipant(person, program.url),
    key: shapes.idOf,
    taker: createOrders(client, program, conversion, type === 'affiliate'),
    tell: async () => present({ name: textOf((await get([])).name) }),
    async check() {
      const found = textOf((await get([])).type) ?? type
      if (found.toLowerCase() === type) return
      const message = `The campaign "${campaign}" is of type ${found}. Say so in \`type\`.`
      throw new GoodwordError('vendor-refused', message)
    },
    // See below: GrowSurf's own pages are newest first.
    referrals: async () => [],
    rewards,
    best: async () =>
      (await page(['leaderboard'], 'participants', undefined, { leaderboardType: 'ALL_TIME' })).items,
    nameOf: shapes.nameOf,
    friendsOf: (person) => numberOf(person.referralCount) ?? 0,
    receive: (request) => receive(request, webhookSecret, now()),
    async people(cursor) {
      const { items, ...rest } = await everybody(cursor)
      return { items: items.map(readPerson), ...rest }
    },
    approve: async (reward) => void (await change(reward, 'approve')),
    async fulfil(id) {
      const found = (await rewards(id.split('/')[0]).catch(nothingThere))?.find((one) => one.id === id)
      if (!found) throw unknownReward(id)
      if (found.state === 'granted') return found
      if (found.state !== 'due') throw notDue(found)
      await change(id, 'fulfill')
      return { ...found, state: 'granted', reason: { code: 'given', at: now() } }
    },
  })
  const none = cannot(vendor, 'list commissions')
  return {
    ...backend,
    async referrals(who, { limit = 20, cursor } = {}) {
      const newest = { limit, sortBy: 'createdAt', desc: 'true' }
      const found = await page(['participant', keyOf(who), 'referrals'], 'referrals', cursor, newest).catch(
        nothingThere,
      )
      if (!found) throw unknownParticipant(vendor, who)
      return { ...found, items: found.items.flatMap(shapes.readReferral) }
    },
    ...(inviteSubject && {
      invite: (who, invitations) =>
        inviteEach(program, invitations, async (email, messageText) => {
          const json = { emailAddresses: [email], subjectText: inviteSubject, messageText }
          return numberOf((await post(['participant', keyOf(who), 'invites'], json, false)).invitesSent) !== 0
        }),
    }),
    // An affiliate program pays commissions, whose shape is not documented.
    ...(type === 'affiliate' && {
      supports: new Set([...backend.supports].filter((one) => !one.startsWith('rewards'))),
      rewards: none,
      allRewards: none,
      approve: none,
      fulfil: none,
    }),
  }

  function readPerson(fields: Fields) {
    const { id, code, name } = shapes.readParticipant(fields, program.url)
    const more = present({ name, at: timeOf(fields.createdAt), referredBy: textOf(fields.referredBy) })
    return { id, code, email: needText(vendor, fields, 'email'), ...more }
  }
}
