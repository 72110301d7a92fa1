// GrowSurf's REST API, v2, as its documentation describes it. For tests only; not published.
import {
  createGrowsurfState,
  identifierNames,
  type GrowsurfSettings,
  type GrowsurfState,
} from './growsurf-state.ts'
import { participantBody, pageOf, rewardBody } from './growsurf-bodies.ts'
import type { Simulator } from './serving.ts'

export interface GrowsurfSimulator extends Simulator {
  readonly state: GrowsurfState
  readonly key: string
  readonly campaign: string
}

interface Options extends Partial<GrowsurfSettings> {
  readonly now?: () => number
  /** Requests that may come within five seconds. @default as many as like */
  readonly perFiveSeconds?: number
}

type Body = Record<string, unknown>

/** A campaign of one's own, with nobody in it. */
export function createGrowsurfSimulator({
  now = Date.now,
  perFiveSeconds,
  ...settings
}: Options = {}): GrowsurfSimulator {
  const key = 'gs_key_0123456789abcdef'
  const campaign = 'c4mp41'
  const { type = 'REFERRAL', manualApproval = false, sides = 'SINGLE_SIDED' } = settings
  const state = createGrowsurfState({ type, manualApproval, sides }, now)
  const times: number[] = []

  const refuse = (status: number, code: string, message: string): Response =>
    Response.json(
      {
        name: code,
        code,
        message,
        status,
        supportUrl: 'https://support.test',
        level: 'error',
        timestamp: now(),
      },
      { status },
    )

  function limit(): Response | undefined {
    if (perFiveSeconds === undefined) return undefined
    const recent = times.filter((time) => time > now() - 5_000)
    times.splice(0, times.length, ...recent, now())
    if (recent.length < perFiveSeconds) return undefined
    const response = refuse(429, 'RATE_LIMIT', 'Too many requests.')
    response.headers.set('GrowSurf-Retry-After-Second-Milliseconds', String(recent[0]! + 5_000 - now()))
    return response
  }

  async function answer(request: Request): Promise<Response> {
    if (request.headers.get('authorization') !== `Bearer ${key}`)
      return refuse(401, 'UNAUTHORIZED', 'Invalid API key.')
    const limited = limit()
    if (limited) return limited
    state.advance()
    const { pathname, searchParams } = new URL(request.url)
    const [version, scope, id, ...rest] = pathname.slice(1).split('/').map(decodeURIComponent)
    if (version !== 'v2') return refuse(404, 'NOT_FOUND', 'No such route.')
    const query = Object.fromEntries(searchParams)
    const body = await readBody(request)
    if (!body) return refuse(400, 'BAD_REQUEST', 'The body is no JSON object.')
    if (scope === 'campaigns' && id === undefined) return Response.json({ campaigns: [campaignBody()] })
    if (scope !== 'campaign' || id !== campaign) return refuse(404, 'NOT_FOUND', 'Campaign not found.')
    return route(request.method, rest, query, body)
  }

  const campaignBody = () => ({
    id: campaign,
    name: 'Juniper Friends',
    type,
    status: 'IN_PROGRESS',
    currencyISO: 'USD',
    participantCount: state.participants.length,
    rewards: [
      {
        id: 'crew_1',
        type: sides,
        title: '$10 credit',
        referralDescription: '$10 off',
        isUnlimited: true,
        limit: -1,
        isVisible: true,
      },
    ],
  })

  function route(
    method: string,
    rest: readonly string[],
    query: Record<string, string>,
    body: Body,
  ): Response {
    const [kind, who, what, more] = rest
    const at = `${method} ${[kind, who && ':p', what, more].filter(Boolean).join('/')}`
    if (at === 'GET ') return Response.json(campaignBody())
    if (at === 'POST participant') return addParticipant(body)
    if (at === 'GET participants')
      return Response.json(
        pageOf(
          'participants',
          state.participants.map((one) => participantBody(state, campaign, one)),
          query,
        ),
      )
    if (at === 'GET leaderboard') {
      const sorted = state.participants
        .map((one) => participantBody(state, campaign, one))
        .filter(({ referralCount }) => referralCount > 0)
        .toSorted((a, b) => b.referralCount - a.referralCount)
      return Response.json(pageOf('participants', sorted, query))
    }
    if (kind === 'reward' && who !== undefined) return changeReward(method, who, what, body)
    const participant = state.find(who)
    if (kind !== 'participant' || who === undefined) return refuse(404, 'NOT_FOUND', 'No such route.')
    if (!participant) return refuse(404, 'NOT_FOUND', 'Participant not found.')
    const show = () => participantBody(state, campaign, participant)
    switch (at) {
      case 'GET participant/:p':
        return Response.json(show())
      case 'POST participant/:p':
        participant.metadata = { ...participant.metadata, ...(body['metadata'] as Body) }
        return Response.json(show())
      case 'GET participant/:p/referrals': {
        const friends = state.friendsOf(participant.id).toSorted((a, b) => a.createdAt - b.createdAt)
        if (query['desc'] === 'true') friends.reverse()
        const shown = friends.map((one) => {
          const { id, email, firstName, lastName, referralStatus, createdAt } = participantBody(
            state,
            campaign,
            one,
          )
          return {
            id,
            email,
            firstName,
            lastName,
            referralStatus,
            referredBy: participant.id,
            createdAt,
            updatedAt: createdAt,
          }
        })
        return Response.json(pageOf('referrals', shown, query))
      }
      case 'GET participant/:p/rewards':
        return Response.json(pageOf('rewards', participant.rewards.map(rewardBody), query))
      case 'POST participant/:p/ref': {
        if (type !== 'REFERRAL') return refuse(400, 'BAD_REQUEST', 'Not a referral program.')
        const success = state.trigger(participant, Number(body['delayInDays'] ?? 0))
        return Response.json({
          success,
          message: success ? 'Referral triggered.' : 'No referral was triggered.',
        })
      }
      case 'DELETE participant/:p/ref': {
        const success = state.cancel(participant)
        return success
          ? Response.json({ success })
          : refuse(400, 'BAD_REQUEST', 'There is no delayed referral.')
      }
      case 'POST participant/:p/transaction':
        return addTransaction(participant.id, body)
      case 'POST participant/:p/transaction/refund':
        return refund(participant.id, body)
      case 'POST participant/:p/invites': {
        const emails = body['emailAddresses'] as string[]
        if (!Array.isArray(emails) || !body['subjectText'] || !body['messageText'])
          return refuse(400, 'BAD_REQUEST', 'emailAddresses, subjectText and messageText are needed.')
        state.invites.push({ from: participant.id, to: emails })
        return Response.json({ success: true, invitesSent: emails.length, messageType: 'EMAIL' })
      }
      default:
        return refuse(404, 'NOT_FOUND', 'No such route.')
    }
  }

  function addParticipant(body: Body): Response {
    const known = [
      'email',
      'firstName',
      'lastName',
      'referredBy',
      'referralStatus',
      'ipAddress',
      'fingerprint',
      'mobileInstanceId',
      'metadata',
      'isAffiliate',
    ]
    const odd = Object.keys(body).find((name) => !known.includes(name))
    const email = body['email']
    if (odd !== undefined) return refuse(400, 'BAD_REQUEST', `"${odd}" is not a field.`)
    if (typeof email !== 'string' || !/^[^@\s]+@[^@\s]+$/.test(email))
      return refuse(400, 'BAD_REQUEST', 'email must be an e-mail.')
    const { participant, isNew } = state.add(email, body)
    return Response.json({ ...participantBody(state, campaign, participant), isNew })
  }

  function identify(participant: string, body: Body) {
    const given = Object.entries(body).filter(
      ([name, value]) => (identifierNames as readonly string[]).includes(name) && typeof value === 'string',
    ) as [string, string][]
    const found = state.transactions.find(
      (one) =>
        one.participant === participant && given.some(([name, value]) => one.identifiers[name] === value),
    )
    return { given: Object.fromEntries(given), found }
  }

  function addTransaction(participant: string, body: Body): Response {
    if (type !== 'AFFILIATE') return refuse(400, 'BAD_REQUEST', 'Not an affiliate program.')
    const { given, found } = identify(participant, body)
    const { grossAmount, currency } = body
    if (Object.keys(given).length === 0 || typeof currency !== 'string' || !Number.isInteger(grossAmount))
      return refuse(400, 'BAD_REQUEST', 'currency, grossAmount and an identifier are needed.')
    if (found) {
      const duplicateFields = Object.keys(given)
      return Response.json({
        success: false,
        duplicate: true,
        duplicateFields,
        matchingCommissionIds: ['com_1'],
        commissionsCreated: 1,
        message: 'Duplicate transaction.',
      })
    }
    state.sell(state.find(participant)!)
    const firstSale = !state.transactions.some((one) => one.participant === participant)
    state.transactions.push({
      participant,
      identifiers: given,
      grossAmount: grossAmount as number,
      refunded: 0,
    })
    return Response.json({ success: true, duplicate: false, firstSale, message: 'Transaction recorded.' })
  }

  function refund(participant: string, body: Body): Response {
    const { found } = identify(participant, body)
    if (!found || !['REFUND', 'CHARGEBACK'].includes(String(body['amendmentType'])))
      return refuse(404, 'NOT_FOUND', 'Transaction not found.')
    found.refunded = Math.min(
      found.grossAmount,
      found.refunded + Number(body['amountRefunded'] ?? found.grossAmount),
    )
    return Response.json({ success: true })
  }

  function changeReward(method: string, id: string, what: string | undefined, body: Body): Response {
    const reward = state.participants.flatMap(({ rewards }) => rewards).find((one) => one.id === id)
    if (!reward) return refuse(404, 'NOT_FOUND', 'Reward not found.')
    if (method === 'DELETE' && what === undefined) reward.status = 'CANCELLED'
    else if (method !== 'POST' || (what !== 'approve' && what !== 'fulfill'))
      return refuse(404, 'NOT_FOUND', 'No such route.')
    else if (what === 'approve' || reward.approved) {
      reward.approved = true
      reward.approvedAt ??= now()
      if (what === 'fulfill' || body['fulfill'] === true) {
        reward.status = 'FULFILLED'
        reward.fulfilledAt ??= now()
      }
    } else return refuse(400, 'BAD_REQUEST', 'The reward is not approved.')
    return Response.json({ success: true })
  }

  return { key, campaign, state, fetch: answer }
}

async function readBody(request: Request): Promise<Body | undefined> {
  if (request.method === 'GET') return {}
  const text = await request.text()
  if (text === '') return {}
  if (!request.headers.get('content-type')?.startsWith('application/json')) return undefined
  try {
    return JSON.parse(text) as Body
  } catch {
    return undefined
  }
}
