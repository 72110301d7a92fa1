import { byReferrer } from '../vendor/by-referrer.ts'
import { composeBackend, usual } from '../vendor/compose.ts'
import { hasStatus, nothingThere } from '../vendor/failure.ts'
import { listOf, numberOf, present, textOf, type Fields } from '../vendor/fields.ts'
import { createGiving } from '../vendor/giving.ts'
import { inviteEach } from '../vendor/inviting.ts'
import { createOnce } from '../vendor/once.ts'
import { collect, notEmpty } from '../vendor/paging.ts'
import { needEmail, notThere, unknownParticipant, unknownReward } from '../vendor/refusals.ts'
import { holdDaysOf, type CountingOptions, type VendorBackend } from '../vendor/vendor-backend.ts'
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

const own = { referral: ['stats.refunds'], affiliate: ['conversion.repeat', 'refunds.partial'] } as const

/** A GrowSurf campaign. Its own links and script count the visits, and its dashboard says what is given for what. */
export function growsurf(options: GrowsurfOptions): VendorBackend {
  const { program, campaign, type = 'referral', webhookSecret, inviteSubject, now = Date.now } = options
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
  const ownersOf = async (id: string) => (await rewards(id.split('/')[0]).catch(nothingThere)) ?? []

  return {
    ...composeBackend({
      name: 'growsurf',
      vendor,
      options,
      supports: [...usual, ...own[type], 'referrals', 'stats.clicks', 'stats.shares'],
      landing: { params: [shapes.parameter] },
      find,
      enrol: (customer) => client.add(needEmail(vendor, customer), customer.name),
      read: (person) => shapes.readParticipant(person, program.url),
      key: shapes.idOf,
      taker: createOrders(client, type === 'affiliate', holdDaysOf(options)),
      friendsByEmail: true,
      tell: async () => present({ name: textOf((await get([])).name) }),
      async check() {
        const found = textOf((await get([])).type) ?? type
        if (found.toLowerCase() !== type)
          throw notThere(vendor, `${type} campaign`, campaign, [`one of type ${found}`])
      },
      ranking: {
        best: async () =>
          (await page(['leaderboard'], 'participants', undefined, { leaderboardType: 'ALL_TIME' })).items,
        ...shapes,
      },
      receive: (request) => receive(request, webhookSecret, now()),
      friends: async () =>
        byReferrer(await collect(everybody), shapes.referrerOf, (own) => own.flatMap(shapes.readReferral)),
      async people(cursor) {
        const { items, ...rest } = await everybody(cursor)
        return { items: items.map((one) => shapes.readPerson(one, program.url)), ...rest }
      },
      // An affiliate program pays commissions, whose shape is not documented.
      ...(type === 'referral' && {
        rewards,
        approve: async (reward) => void (await change(reward, 'approve')),
        fulfil: createGiving(vendor, createOnce(), ownersOf, (id) => change(id, 'fulfill')),
      }),
      ...(inviteSubject && {
        invite: (who, invitations) =>
          inviteEach(program, invitations, async (email, messageText) => {
            const json = { emailAddresses: [email], subjectText: inviteSubject, messageText }
            const { invitesSent } = await post(['participant', keyOf(who), 'invites'], json, false)
            return numberOf(invitesSent) !== 0
          }),
      }),
    }),
    // GrowSurf's own pages are newest first. One may hold nobody but those who were invited, and have not come.
    referrals: async (who, { limit = 20, cursor } = {}) =>
      notEmpty(shapes.readReferral, cursor, async (next) => {
        const newest = { limit, sortBy: 'createdAt', desc: 'true' }
        const path = ['participant', keyOf(who), 'referrals']
        const found = await page(path, 'referrals', next, newest).catch(nothingThere)
        return found ?? Promise.reject(unknownParticipant(vendor, who))
      }),
  }
}
