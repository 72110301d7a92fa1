import { answer, readCall, oddField } from './call.ts'
import { createAmbassadorRecords, type Advocate } from './ambassador-records.ts'

/** Keys, and what the vendor’s documents leave open. */
export interface AmbassadorOptions {
  readonly username?: string
  readonly token?: string
  readonly campaign?: string
  /** Whether an error's HTTP status is that of the body; fixtures show errors inside of 200 as well. */
  readonly statuses?: 'as the body' | 'always 200'
  /** How a commission is written: its field names are not documented. */
  readonly commissions?: 'flat' | 'nested'
  /** Whether an order after the first still earns something. */
  readonly recurring?: boolean
  readonly now?: () => number
}

type Fields = Readonly<Record<string, string>>

const perPage = 100
const messages: Readonly<Record<string, string>> = {
  '400': 'BAD REQUEST: The request could not be understood.',
  '401': 'UNAUTHORIZED: The username or token is not valid.',
  '404': 'NOT FOUND: The resource could not be found.',
  '409': 'CONFLICT: The request conflicts with what is there.',
}
const advocateFields = [
  'email',
  'uid',
  'auto_create',
  'first_name',
  'last_name',
  'email_new_ambassador',
  'sandbox',
  'campaign_uid',
]
const eventFields = [
  'email',
  'campaign_uid',
  'short_code',
  'revenue',
  'transaction_uid',
  'commission_amount',
  'is_approved',
  'auto_create',
  'email_new_ambassador',
  'uid',
  'first_name',
  'last_name',
  'sandbox',
]

/** Ambassador's REST API, version 2, with one campaign: credentials in the path, all values as strings. */
export function createAmbassadorSimulator({
  username = 'juniper',
  token = 'mbsy_token_1',
  campaign = '25',
  statuses = 'as the body',
  commissions: shape = 'flat',
  recurring = true,
  now = Date.now,
}: AmbassadorOptions = {}) {
  const records = createAmbassadorRecords(campaign, shape)
  const { advocates, commissions, earnedBy, show, showCommission } = records
  /** E-mails that people got, by address. */
  const mails: string[] = []

  const done = (data: unknown): Response =>
    answer({ response: { code: '200', message: 'OK: The request was successful.', data } })
  const fail = (code: string, error: string): Response =>
    answer(
      { response: { code, message: messages[code], errors: { error: [error] } } },
      statuses === 'always 200' ? 200 : Number(code),
    )
  const stamp = (): string => new Date(now()).toISOString().slice(0, 19)
  const byMail = (email = '', sandbox = '0'): Advocate | undefined =>
    advocates.find((one) => one.email === email.toLowerCase() && one.sandbox === sandbox)
  const byUid = (uid: string | undefined, sandbox = '0'): Advocate | undefined =>
    uid ? advocates.find((one) => one.uid === uid && one.sandbox === sandbox) : undefined
  function enrol(fields: Fields): Response {
    const odd = oddField(fields, advocateFields)
    if (odd) return fail('400', `Unknown parameter: ${odd}.`)
    const { email, uid, sandbox = '0', auto_create, first_name = '', last_name = '' } = fields
    if (!email && !uid) return fail('400', 'The following GET/POST parameter is required: email.')
    const known = email ? byMail(email, sandbox) : byUid(uid, sandbox)
    const company = { company_name: 'Juniper Coffee' }
    if (known) return done({ ambassador: show(known), referring_ambassador: null, company })
    if (auto_create !== '1' || !email) return fail('404', "Ambassador doesn't exist.")
    const advocate = {
      email: email.toLowerCase(),
      uid: uid ?? '',
      firstName: first_name,
      lastName: last_name,
      code: `Mb${(advocates.length + 1).toString(36).padStart(4, '0')}`,
      sandbox,
      createdAt: stamp(),
    }
    advocates.push(advocate)
    if (fields.email_new_ambassador !== '0') mails.push(advocate.email)
    return done({ ambassador: show(advocate), referring_ambassador: null, company })
  }

  function record(fields: Fields): Response {
    const odd = oddField(fields, eventFields)
    if (odd) return fail('400', `Unknown parameter: ${odd}.`)
    const { email, campaign_uid, short_code, transaction_uid = '', revenue = '0', sandbox = '0' } = fields
    if (!email || !campaign_uid)
      return fail('400', `The following GET/POST parameter is required: ${email ? 'campaign_uid' : 'email'}.`)
    if (campaign_uid !== campaign) return fail('400', 'Campaign not found.')
    if (!/^\d+(\.\d+)?$/.test(revenue)) return fail('400', 'revenue is no number.')
    if (transaction_uid && commissions.some((one) => one.transaction === transaction_uid))
      return fail('409', 'The provided transaction_uid already exists.')
    const friend = email.toLowerCase()
    const before = commissions.find((one) => one.friend === friend)
    const advocate =
      before?.advocate ?? advocates.find((one) => one.code === short_code && one.sandbox === sandbox)
    if (!before && !short_code)
      return fail('400', 'The following GET/POST parameter is required: short_code.')
    if (!advocate) return fail('404', "Commission not created. Referring Ambassador doesn't exist.")
    if (byMail(friend, sandbox))
      return fail('400', 'Commission not created. Existing ambassadors cannot be referred.')
    if (before && !recurring) return fail('400', 'Commission not created. The customer was referred before.')
    const amount = fields.commission_amount ?? '10.00'
    const approved = fields.is_approved === '1' ? '1' : '0'
    const uid = String(commissions.length + 501)
    commissions.push({
      uid,
      advocate,
      friend,
      transaction: transaction_uid,
      revenue,
      amount,
      approved,
      createdAt: stamp(),
      paid: false,
    })
    if (fields.auto_create === '1' && fields.email_new_ambassador !== '0') mails.push(friend)
    return done({ referring_ambassador: { ...show(advocate), commission: amount }, ambassador: null })
  }

  function update({ commission_uid, transaction_uid, is_approved }: Fields): Response {
    const found = commissions.find((one) =>
      commission_uid ? one.uid === commission_uid : one.transaction === transaction_uid,
    )
    if (!found) return fail('404', 'Commission not found.')
    if (found.paid) return fail('400', 'Commissions that are paid cannot be changed.')
    if (is_approved !== '0' && is_approved !== '1' && is_approved !== '2')
      return fail('400', 'The following GET/POST parameter is required: is_approved.')
    found.approved = is_approved
    return done({ message: 'Commission updated successfully.' })
  }

  function shortcode({ short_code, sandbox = '0' }: Fields): Response {
    const found = advocates.find((one) => one.code === short_code && one.sandbox === sandbox)
    const facts = {
      valid: found ? 1 : 0,
      sandbox,
      discount_value: found ? '' : null,
      first_name: found?.firstName ?? null,
      last_name: found?.lastName ?? null,
      email: found?.email ?? null,
      uid: found?.uid ?? null,
      campaign_uid: found ? campaign : null,
      campaign_name: found ? 'Juniper' : null,
      campaign_description: null,
    }
    return done({ shortcode: facts })
  }

  function perform(what: string, fields: Fields): Response {
    const page = Number(fields.page ?? 1)
    const onPage = <T>(items: readonly T[]): readonly T[] => items.slice((page - 1) * perPage, page * perPage)
    switch (what) {
      case 'company/get':
        return done({
          company: {
            company_name: 'Juniper Coffee',
            company_url: 'https://shop.example',
            point_name: 'points',
          },
          campaigns: [
            {
              campaign_uid: campaign,
              campaign_name: 'Juniper',
              campaign_description: 'Give $10, get $10',
              sandbox: '0',
              private: '0',
              url: 'https://shop.example',
            },
          ],
        })
      case 'ambassador/get':
        return enrol(fields)
      case 'ambassador/all': {
        const { min_referrals = '0', sandbox = '0' } = fields
        const found = advocates.filter(
          (one) =>
            one.sandbox === sandbox &&
            new Set(earnedBy(one).map(({ friend }) => friend)).size >= Number(min_referrals),
        )
        return done({ ambassadors: onPage(found).map((one) => ({ ...show(one), fraud_score: 0 })) })
      }
      case 'shortcode/get':
        return shortcode(fields)
      case 'event/record':
        return record(fields)
      case 'commission/all':
        return done({ commissions: onPage(commissions.toReversed()).map(showCommission) })
      case 'commission/update':
        return update(fields)
      default:
        return fail('404', 'No such method.')
    }
  }

  return {
    username,
    token,
    campaign,
    advocates,
    commissions,
    mails,
    /** Answers one request under `/api/v2`. */
    async fetch(request: Request): Promise<Response> {
      const call = await readCall(request, '/api/v2/', 'JSON and forms')
      const [user, key, format, resource, method] = call.path.split('/')
      if (call.path.includes('//') || format !== 'json') return fail('404', 'No such method.')
      if (user !== username || key !== token) return fail('401', 'Please check the username and token.')
      const body = typeof call.body === 'object' ? { ...call.body } : {}
      const given = Object.entries({ ...call.query, ...body }).map(([name, value]) => [name, String(value)])
      return perform(`${resource}/${method}`, Object.fromEntries(given))
    },
    /** A delivery to `url`: neither its shape nor a signature is documented. */
    webhook(url: string, body: object): Request {
      const headers = { 'content-type': 'application/json' }
      return new Request(url, { method: 'POST', body: JSON.stringify(body), headers })
    },
  }
}
