import { fieldsOf, firstText, loose, present, timeOf, type Fields } from './fields.ts'
import { readText } from './reading.ts'
import type { VendorNews } from './vendor-backend.ts'
import { isSame, parseNews, unsigned } from './webhook.ts'

/** The first pattern that an event's name matches says what it is. */
export type NewsTypes = readonly (readonly [RegExp, VendorNews['type']])[]

/**
 * News of a vendor whose payloads are not documented: read by the usual names of fields, written in any way. `event` is
 * the name that the body or the address gives it.
 */
export function looseNews(body: Fields, event: string, types: NewsTypes, now: number): VendorNews {
  const outer = loose(body)
  const part = (name: string): Fields => loose(fieldsOf(outer[name]))
  const person = {
    ...outer,
    ...part('data'),
    ...part('subscriber'),
    ...part('ambassador'),
    ...part('member'),
  }
  const type = types.find(([pattern]) => pattern.test(event))?.[1] ?? 'other'
  const id = firstText(person, 'id', 'subscriberid', 'uid', 'commissionuid', 'email') ?? ''
  const at = timeOf(outer.timestamp) ?? timeOf(outer.createdat) ?? timeOf(outer.createddate)
  const email = firstText(person, 'memberemail', 'recipientemailaddress', 'ambassadoremail', 'email')
  const code = firstText(person, 'memberreferralcode', 'referralcode', 'shortcode', 'code')
  const isFriend = type === 'referral.converted'
  const friend = firstText(person, 'referredemail', 'customeremail', 'email')
  const reward = part('reward')
  const won = type.startsWith('reward.')
    ? firstText({ ...outer, ...reward }, 'id', 'commissionuid')
    : undefined
  return {
    id: [event, won ?? id, firstText(person, 'status', 'isapproved') ?? '', at ?? ''].join(':'),
    type,
    at: at ?? now,
    event,
    participant: {
      id: firstText(person, 'referringmemberid', 'memberid') ?? id,
      ...present({ email, code, name: firstText(person, 'displayname', 'name') }),
    },
    ...(isFriend && friend && friend !== email && { friend: { email: friend } }),
    ...(won && {
      reward: { id: won, ...present({ label: firstText({ ...outer, ...reward }, 'name', 'description') }) },
    }),
  }
}

/**
 * News of a vendor that signs nothing: the address names the event (`?event=`), and a secret in it (`?secret=`) vouches
 * for it. Throws `webhook-unsigned`, `webhook-invalid`.
 */
export async function vouchedNews(
  vendor: string,
  request: Request,
  secret: string | undefined,
  typesOf: (body: Fields) => NewsTypes,
  now: number,
): Promise<readonly VendorNews[]> {
  const { searchParams } = new URL(request.url)
  if (!secret || !isSame(searchParams.get('secret') ?? '', secret))
    throw unsigned(vendor, 'came without the right `?secret=` in its address')
  const body = parseNews(vendor, await readText(vendor, request))
  return [looseNews(body, searchParams.get('event') ?? '', typesOf(loose(body)), now)]
}
