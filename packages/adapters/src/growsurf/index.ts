import { viewProgram } from '@goodword/program'
import { GoodwordError } from '@goodword/program/errors'
import type { Capability, ParticipantKey, Referral } from '../backend.ts'
import { displayName } from '../display-name.ts'
import { pageOf } from '../present.ts'
import { failureOf, hasStatus } from '../vendor/failure.ts'
import { listOf, needText, numberOf, textOf, timeOf, type Fields } from '../vendor/fields.ts'
import { collect } from '../vendor/paging.ts'
import { createProgramView } from '../vendor/program-view.ts'
import { createRecorder } from '../vendor/recording.ts'
import { namesOf, needEmail, unknownParticipant, unsupported } from '../vendor/refusals.ts'
import { createTransport, pathOf } from '../vendor/transport.ts'
import type { VendorBackend, VendorOptions } from '../vendor/vendor-backend.ts'
import { createOrders } from './orders.ts'
import {
  nameOf,
  parameter,
  readIncentives,
  readParticipant,
  readReferral,
  readReward,
  vendor,
} from './shapes.ts'
import { receiveGrowsurf } from './webhook.ts'

/** What GrowSurf needs. */
export interface GrowsurfOptions extends VendorOptions {
  /** The account's API key. It opens everything: on a server only. */
  readonly apiKey: string
  /** The campaign's id. */
  readonly campaign: string
  /** The campaign's kind: in an affiliate program every order counts, in a referral program a friend counts once. @default 'referral' */
  readonly type?: 'referral' | 'affiliate'
  /** The program's conversion that GrowSurf credits; any other only makes the friend a participant. @default the program's first */
  readonly conversion?: string
  /** What signs GrowSurf's webhooks; without it none is taken. */
  readonly webhookSecret?: string
  /** Lets participants invite by GrowSurf's mails, under this subject; its domain must be verified there. @default no mails */
  readonly inviteSubject?: string
}

/** A GrowSurf campaign. Visits are counted by GrowSurf's own links and script; what it decides about rewards is its own. */
export function growsurf(options: GrowsurfOptions): VendorBackend {
  const { program, apiKey, campaign, webhookSecret, inviteSubject, now = Date.now } = options
  const isAffiliate = options.type === 'affiliate'
  const conversion = options.conversion ?? program.conversions[0]!.name
  const call = createTransport({
    ...options,
    name: vendor,
    url: options.url ?? 'https://api.growsurf.com/v2',
    headers: { authorization: `Bearer ${apiKey}` },
    secrets: [apiKey],
    retryAfter: readWait,
  })
  const at = (...parts: string[]): string => pathOf('campaign', campaign, ...parts)
  const about = (who: ParticipantKey, ...parts: string[]): string => at('participant', keyOf(who), ...parts)

  /** Nobody by that key is `participant-unknown`. */
  const ask = (who: ParticipantKey, part: string, query: Record<string, string | number | undefined>) =>
    call({ method: 'GET', path: about(who, part), query }).catch((error: unknown) => {
      throw hasStatus(error, 404) ? unknownParticipant(vendor, who) : error
    })
  const find = (who: ParticipantKey): Promise<Fields | undefined> =>
    call({ method: 'GET', path: about(who) }).catch((error: unknown) => {
      if (hasStatus(error, 404)) return undefined
      throw error
    })
  const add = (email: string, name: string | undefined, more: Fields = {}): Promise<Fields> => {
    const { first, last } = namesOf(name)
    const json = { email, ...(first && { firstName: first }), ...(last && { lastName: last }), ...more }
    // Whoever is there already is returned as they are.
    return call({ method: 'POST', path: at('participant'), json, repeatable: true })
  }
  const aboutCampaign = (): Promise<Fields> => call({ method: 'GET', path: at() })
  let definitions: readonly Fields[] = []
  const programView = createProgramView(
    program,
    async () => {
      const fields = await aboutCampaign()
      definitions = listOf(fields['rewards'])
      const [name, incentives] = [textOf(fields['name']), readIncentives(fields, conversion)]
      return { ...(name && { name }), ...(incentives.length > 0 && { incentives }) }
    },
    now,
  )
  const rewardsOf = async (who: ParticipantKey) => {
    await programView()
    const found = await find(who)
    if (!found) throw unknownParticipant(vendor, who)
    const id = needText(vendor, found, 'id')
    return collect(async (nextId) => {
      const page = await ask({ code: id }, 'rewards', { limit: 100, nextId })
      return {
        items: listOf(page['rewards']).map((reward) => readReward(reward, id, definitions)),
        next: textOf(page['nextId']),
      }
    })
  }
  const changeReward = (id: string, change: 'approve' | 'fulfill') =>
    call({ method: 'POST', path: at('reward', id.split('/').at(-1)!, change), repeatable: true }).catch(
      (error: unknown) => {
        throw hasStatus(error, 404) ? unknownReward(id) : error
      },
    )

  const supports: Capability[] = [
    ...([
      'programInfo',
      'lookup.byCode',
      'lookup.readOnly',
      'stats',
      'stats.clicks',
      'stats.shares',
    ] as const),
    ...(['referrals', 'rewards', 'rewards.approve', 'rewards.fulfil', 'leaderboard', 'refunds'] as const),
    ...(['conversion.idempotent', 'conversion.requiresFriend'] as const),
    ...(isAffiliate ? (['conversion.repeat', 'refunds.partial'] as const) : []),
    ...(inviteSubject ? (['invites'] as const) : []),
    ...(webhookSecret ? (['webhooks.verified'] as const) : []),
  ]
  const take = createRecorder(
    program,
    createOrders({ call, about, find, add, program, conversion, isAffiliate }),
    now,
  )

  return {
    name: 'growsurf',
    supports: new Set(supports),
    landing: { params: [parameter] },
    program: programView,
    enrol: async (customer) =>
      readParticipant(await add(needEmail(vendor, customer), customer.name), program.url),
    async participant(who) {
      const found = await find(who)
      return found && readParticipant(found, program.url)
    },
    record: (events, { source = 'browser' } = {}) => take(events, source),
    async referrals(who, { limit = 20, cursor } = {}) {
      const page = await ask(who, 'referrals', { limit, nextId: cursor, sortBy: 'createdAt', desc: 'true' })
      const items = listOf(page['referrals'])
        .map(readReferral)
        .filter((one): one is Referral => one !== undefined)
      const next = textOf(page['nextId'])
      return { items, ...(next !== undefined && { next }) }
    },
    rewards: async (who, page) => pageOf(await rewardsOf(who), page),
    async leaderboard({ limit = 10 } = {}) {
      const page = await call({
        method: 'GET',
        path: at('leaderboard'),
        query: { leaderboardType: 'ALL_TIME', limit },
      })
      return listOf(page['participants']).map((one, index) => ({
        rank: numberOf(one['rank']) ?? index + 1,
        name: displayName(nameOf(one)) ?? '—',
        friends: numberOf(one['referralCount']) ?? 0,
      }))
    },
    async invite(who, invitations) {
      if (!inviteSubject) throw unsupported(vendor, 'send invitations without `inviteSubject`')
      const text = viewProgram(program).copy.message.replaceAll('{program}', program.name)
      const send = async ({ email, message = text }: (typeof invitations)[number]) => {
        const json = { emailAddresses: [email], subjectText: inviteSubject, messageText: message }
        try {
          const { invitesSent } = await call({ method: 'POST', path: about(who, 'invites'), json })
          return { email, status: numberOf(invitesSent) === 0 ? 'skipped' : 'sent' } as const
        } catch (error) {
          if (hasStatus(error, 404)) throw unknownParticipant(vendor, who)
          return {
            email,
            status: 'failed',
            reason: failureOf(error)?.inDoubt ? 'in-doubt' : 'refused',
          } as const
        }
      }
      return Promise.all(invitations.map(send))
    },
    approve: async (reward) => void (await changeReward(reward, 'approve')),
    async fulfil(id) {
      const reward = (await rewardsOf({ code: id.split('/')[0]! })).find((one) => one.id === id)
      if (!reward) throw unknownReward(id)
      if (reward.state === 'granted') return reward
      if (reward.state !== 'due')
        throw new GoodwordError(
          'not-due',
          `The reward "${id}" is ${reward.state}. Only a due one can be given.`,
        )
      await changeReward(id, 'fulfill')
      return { ...reward, state: 'granted', reason: { code: 'given', at: now() } }
    },
    async check() {
      const type = textOf((await aboutCampaign())['type'])
      if (type !== undefined && type !== (isAffiliate ? 'AFFILIATE' : 'REFERRAL'))
        throw new GoodwordError(
          'vendor-refused',
          `The campaign "${campaign}" is of type ${type}. Say so in \`type\`.`,
        )
    },
    receive: (request) => receiveGrowsurf(request, webhookSecret, now()),
    async people(cursor) {
      const page = await call({
        method: 'GET',
        path: at('participants'),
        query: { limit: 100, nextId: cursor },
      })
      const next = textOf(page['nextId'])
      return { items: listOf(page['participants']).map(readPerson), ...(next !== undefined && { next }) }
    },
  }

  function readPerson(fields: Fields) {
    const { id, code, name } = readParticipant(fields, program.url)
    const [created, referredBy] = [timeOf(fields['createdAt']), textOf(fields['referredBy'])]
    const rest = { ...(name && { name }), ...(created && { at: created }), ...(referredBy && { referredBy }) }
    return { id, code, email: needText(vendor, fields, 'email'), ...rest }
  }
}

/** GrowSurf takes an id, a vanity key or an e-mail at the same place. */
function keyOf(who: ParticipantKey): string {
  if ('customer' in who)
    throw unsupported(vendor, 'find people by your own customer id; give their e-mail, which it might')
  return 'email' in who ? who.email.toLowerCase() : who.code
}

const unknownReward = (id: string): GoodwordError =>
  new GoodwordError('reward-unknown', `There is no reward "${id}". Take its id from rewards().`)

/** Seconds until the longest of the limits that were passed has room again. */
function readWait(headers: Headers): number | undefined {
  const waits = ['Second', 'Minute', 'Hour'].map((span) =>
    Number(headers.get(`growsurf-retry-after-${span}-milliseconds`)),
  )
  const longest = Math.max(...waits.filter((wait) => wait > 0))
  return Number.isFinite(longest) ? longest / 1000 : undefined
}
