// GrowSurf's REST API, v2, as its documentation describes it. For tests only; not published.
import { createGrowsurfState, type GrowsurfSettings, type GrowsurfState } from './growsurf-state.ts'
import type { SimulatedParticipant } from './growsurf-state.ts'
import { bodyOfCampaign, participantBody, pageOf, refuse, rewardBody } from './growsurf-bodies.ts'
import { changeReward, createTransactions, type Body } from './growsurf-orders.ts'
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
  const orders = createTransactions(state, type)
  const times: number[] = []

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

  const campaignBody = () =>
    bodyOfCampaign({ id: campaign, type, sides, participants: state.participants.length })

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
        pageOf('participants', state.participants, query, (one) => participantBody(state, campaign, one)),
      )
    if (at === 'GET leaderboard') {
      const counts = state.referralCounts()
      const sorted = state.participants
        .filter(({ id }) => counts.has(id))
        .toSorted((a, b) => counts.get(b.id)! - counts.get(a.id)!)
      return Response.json(
        pageOf('participants', sorted, query, (one) => participantBody(state, campaign, one)),
      )
    }
    if (kind === 'reward' && who !== undefined)
      return changeReward(state, now, { method, id: who, what, body })
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
        const show = (one: SimulatedParticipant) => {
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
        }
        return Response.json(pageOf('referrals', friends, query, show))
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
        return orders.add(participant.id, body)
      case 'POST participant/:p/transaction/refund':
        return orders.refund(participant.id, body)
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
