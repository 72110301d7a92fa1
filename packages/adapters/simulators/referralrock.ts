import { answer, oddField, readCall, type Call } from './call.ts'
import { createRockRecords, readStatus, type RockMember, type RockReferral } from './referralrock-records.ts'

/** Keys, and what the vendor’s documents leave open. */
export interface ReferralRockOptions {
  readonly publicKey?: string
  readonly privateKey?: string
  readonly program?: string
  /** How one referral that is not there is answered; not documented. */
  readonly missing?: 'status 404' | 'null' | 'empty'
  /** Whether `referral/update` takes a status; not documented. */
  readonly updatesStatus?: boolean
  /** Which body `rewards/issue` takes; not documented. */
  readonly issueBody?: 'flat' | 'list'
  readonly now?: () => number
}

type Fields = Readonly<Record<string, unknown>>

/** Referral Rock's REST API with one program. Nothing that creates is idempotent: the same again is one more. */
export function createReferralRockSimulator({
  publicKey = 'rr_public_1',
  privateKey = 'rr_private_1',
  program = '11111111-2222-3333-4444-555555555555',
  missing = 'status 404',
  updatesStatus = true,
  issueBody = 'flat',
  now = Date.now,
}: ReferralRockOptions = {}) {
  const records = createRockRecords(program, now)
  const { members, referrals, rewards } = records
  const { stamp, guid, showMember, showReferral, showReward, reward } = records
  /** E-mails that members got, by address. */
  const mails: string[] = []
  const credentials = `Basic ${btoa(`${publicKey}:${privateKey}`)}`

  const fail = (status: number, message: string): Response => answer({ message }, status)
  const text = (value: unknown): string => (typeof value === 'string' ? value : '')
  // The search is documented for an e-mail, id, code or external id, and says nothing of whole matches.
  const matches = (query: string, ...values: string[]): boolean =>
    values.some((value) => value.toLowerCase().includes(query.toLowerCase()))

  const sorted = <T>(items: readonly T[], { sort }: Call['query']): readonly T[] =>
    sort === 'Create_Dt_Desc' ? items.toReversed() : items

  function listed<T extends object>(
    name: string,
    items: readonly T[],
    { offset = '0', count = '30' }: Call['query'],
    show: (item: T) => object = (item) => item,
  ): Response {
    const [from, size] = [Number(offset), Number(count)]
    if (!(from >= 0) || !(size >= 1 && size <= 200)) return fail(400, 'count must be 1 to 200')
    return answer({
      offset: from,
      total: items.length,
      message: null,
      [name]: items.slice(from, from + size).map(show),
    })
  }

  const memberFields = [
    'programId',
    'firstName',
    'email',
    'lastName',
    'phone',
    'externalIdentifier',
    'referralCode',
  ]
  function addMember(fields: Fields, query: Call['query']): Response {
    const odd = oddField(fields, memberFields)
    if (odd) return fail(400, `Unknown field ${odd}`)
    if (fields.programId !== program) return fail(400, 'Program not found')
    if (!text(fields.firstName) || !text(fields.email)) return fail(400, 'firstName and email are required')
    const place = members.length + 1
    const member: RockMember = {
      id: guid('a', place),
      email: text(fields.email),
      firstName: text(fields.firstName),
      lastName: text(fields.lastName),
      externalIdentifier: text(fields.externalIdentifier),
      referralCode: text(fields.referralCode) || `ROCK${String(place).padStart(4, '0')}`,
      createDt: stamp(),
      views: 0,
      shares: 0,
    }
    members.push(member)
    if (query.shouldSendEmail !== 'false') mails.push(member.email)
    return answer({ message: 'Member Added', member: showMember(member) })
  }

  const referralFields = [
    'referralCode',
    'firstName',
    'lastName',
    'email',
    'externalIdentifier',
    'amount',
    'status',
  ]
  function addReferral(fields: Fields): Response {
    const odd = oddField(fields, referralFields)
    if (odd) return fail(400, `Unknown field ${odd}`)
    const member = members.find(({ referralCode }) => referralCode === fields.referralCode)
    if (!member) return fail(400, 'Referral code not found')
    const status = readStatus(fields.status ?? 'pending')
    if (!status) return fail(400, 'status is not known')
    const referral: RockReferral = {
      id: guid('b', referrals.length + 1),
      member,
      email: text(fields.email),
      firstName: text(fields.firstName),
      lastName: text(fields.lastName),
      externalIdentifier: text(fields.externalIdentifier),
      createDate: stamp(),
      amount: typeof fields.amount === 'number' ? fields.amount : 0,
      status,
    }
    referrals.push(referral)
    reward(referral)
    return answer({ message: 'Referral Added', referral: showReferral(referral) })
  }

  /** As all batch calls: HTTP 200, and each item says how it went. */
  function updateReferral({ query, referral: change }: Record<string, unknown>): object {
    const wanted = (query as { primaryInfo?: { referralId?: string } } | undefined)?.primaryInfo?.referralId
    const found = referrals.find(({ id }) => id === wanted)
    if (!found) return { referral: null, resultInfo: { status: 'Error', message: 'Referral not found' } }
    const { amount, status } = change as { amount?: number; status?: string }
    if (typeof amount === 'number') found.amount = amount
    if (updatesStatus) found.status = readStatus(status) ?? found.status
    reward(found)
    return { referral: showReferral(found), resultInfo: { status: 'Success', message: 'Referral Updated' } }
  }

  function issue(body: unknown): Response {
    const item: unknown = issueBody === 'list' ? (Array.isArray(body) ? body[0] : undefined) : body
    if (oddField(item, ['rewardId', 'note'])) return fail(400, 'The request could not be read')
    const { rewardId, note } = item as { rewardId: string; note?: string }
    const found = rewards.find(({ id }) => id === rewardId)
    if (!found)
      return answer([{ reward: null, resultInfo: { status: 'Error', message: 'Reward not found' } }])
    Object.assign(found, { status: 'Issued', issueDate: stamp(), note: note ?? '' })
    return answer([
      { reward: showReward(found), resultInfo: { status: 'Success', message: 'Reward Issued' } },
    ])
  }

  function single({ email, referralId, externalId }: Call['query']): Response {
    const found = referrals.find(
      (one) =>
        (externalId && one.externalIdentifier === externalId) ||
        (referralId && one.id === referralId) ||
        (email && one.email === email),
    )
    if (found) return answer(showReferral(found))
    if (missing === 'status 404') return fail(404, 'Referral not found')
    return missing === 'null' ? answer(null) : answer({})
  }

  function read({ path, query }: Call): Response | undefined {
    const { programId, memberId, query: wanted = '', status } = query
    if (programId !== undefined && programId !== program) return fail(400, 'Program not found')
    const isStatus = (one: string): boolean => !status || status.toLowerCase() === one.toLowerCase()
    if (path === '/programs')
      return listed(
        'programs',
        [
          {
            id: program,
            name: 'Juniper',
            title: 'Juniper Coffee',
            type: 'Referral',
            isActive: true,
            memberOffer: '$25',
            referralOffer: '10 %',
            directUrl: '',
            widgetUrl: '',
          },
        ],
        query,
      )
    if (path === '/members') {
      const found = members.filter((one) =>
        matches(wanted, one.email, one.id, one.externalIdentifier, one.referralCode),
      )
      return listed('members', found, query, showMember)
    }
    if (path === '/referral/single') return single(query)
    if (path === '/referrals') {
      const found = referrals.filter(
        (one) =>
          (!memberId || one.member.id === memberId) &&
          isStatus(one.status) &&
          matches(wanted, one.email, one.id, one.externalIdentifier),
      )
      return listed('referrals', sorted(found, query), query, showReferral)
    }
    if (path === '/rewards') {
      const found = rewards.filter(
        (one) =>
          (!memberId || one.referral.member.id === memberId) &&
          isStatus(one.status) &&
          matches(wanted, one.id, one.referral.member.email),
      )
      return listed('rewards', sorted(found, query), query, showReward)
    }
    return undefined
  }

  function write({ path, query, body }: Call): Response | undefined {
    if (typeof body !== 'object' || body === null) return fail(400, 'The request could not be read')
    if (path === '/members') return addMember({ ...body }, query)
    if (path === '/referrals') return addReferral({ ...body })
    if (path === '/rewards/issue') return issue(body)
    if (path !== '/referral/update') return undefined
    return Array.isArray(body) ? answer(body.map(updateReferral)) : fail(400, 'A list is needed')
  }

  return {
    publicKey,
    privateKey,
    program,
    members,
    referrals,
    rewards,
    mails,
    /** Answers one request under `/api`. */
    async fetch(request: Request): Promise<Response> {
      if (request.headers.get('authorization') !== credentials) return fail(401, 'Not authorized')
      const call = await readCall(request, '/api')
      const done = call.method === 'GET' ? read(call) : call.method === 'POST' ? write(call) : undefined
      return done ?? fail(404, 'Not found')
    },
    /** A delivery to `url`; the event's name is in the address only, and no signature is documented. */
    webhook(url: string, body: Fields, casing: 'camel' | 'pascal' = 'camel'): Request {
      const pascal = (key: string): string => `${key.charAt(0).toUpperCase()}${key.slice(1)}`
      const cased = Object.entries(body).map(([key, value]) => [
        casing === 'pascal' ? pascal(key) : key,
        value,
      ])
      const text = JSON.stringify({ ...Object.fromEntries(cased), Timestamp: Math.floor(now() / 1000) })
      return new Request(url, { method: 'POST', body: text, headers: { 'content-type': 'application/json' } })
    },
  }
}
