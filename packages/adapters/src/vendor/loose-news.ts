import { fieldsOf, loose, present, textOf, timeOf, type Fields } from './fields.ts'
import type { VendorNews } from './vendor-backend.ts'
import { isSame, unsigned } from './webhook.ts'

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
  const first = (fields: Fields, ...names: readonly string[]): string | undefined =>
    names.map((name) => textOf(fields[name])).find((text) => text !== undefined)
  const type = types.find(([pattern]) => pattern.test(event))?.[1] ?? 'other'
  const id = first(person, 'id', 'subscriberid', 'uid', 'commissionuid', 'email') ?? ''
  const at = timeOf(outer.timestamp) ?? timeOf(outer.createdat) ?? timeOf(outer.createddate)
  const email = first(person, 'memberemail', 'recipientemailaddress', 'ambassadoremail', 'email')
  const code = first(person, 'memberreferralcode', 'referralcode', 'shortcode', 'code')
  const isFriend = type === 'referral.converted'
  const friend = first(person, 'referredemail', 'customeremail', 'email')
  const reward = part('reward')
  const won = type.startsWith('reward.') ? first({ ...outer, ...reward }, 'id', 'commissionuid') : undefined
  return {
    id: [event, won ?? id, first(person, 'status', 'isapproved') ?? '', at ?? ''].join(':'),
    type,
    at: at ?? now,
    event,
    participant: {
      id: first(person, 'referringmemberid', 'memberid') ?? id,
      ...present({ email, code, name: first(person, 'displayname', 'name') }),
    },
    ...(isFriend && friend && friend !== email && { friend: { email: friend } }),
    ...(won && {
      reward: { id: won, ...present({ label: first({ ...outer, ...reward }, 'name', 'description') }) },
    }),
  }
}

/**
 * The name that the address gives the event (`?event=`), of a vendor that signs nothing: what vouches for it is a secret
 * in the address (`?secret=`). Throws `webhook-unsigned`.
 */
export function vouchedEvent(vendor: string, request: Request, secret: string | undefined): string {
  const { searchParams } = new URL(request.url)
  if (secret && isSame(searchParams.get('secret') ?? '', secret)) return searchParams.get('event') ?? ''
  throw unsigned(vendor, 'came without the right `?secret=` in its address')
}
