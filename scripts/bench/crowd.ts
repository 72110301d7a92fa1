import { codeAlphabet } from '../../packages/server/src/backend/code.ts'
import type { NewRow } from '../../packages/server/src/backend/ledger.ts'

const day = 86_400_000

/** Many participants, each with ten events: the same numbers give the same crowd. */
export interface Crowd {
  readonly participants: number
  /** The friends of one more referrer, who has this many and ten visits for each; 0 leaves them out. */
  readonly hot: number
  /** Epoch milliseconds; everything happened in the 90 days before. */
  readonly now: number
}

/** The busiest referrer's number. */
export const hotReferrer = -1

export const personOf = (index: number): string => (index === hotReferrer ? 'p_hot' : `p_${index}`)
export const customerOf = (index: number): string =>
  index === hotReferrer ? 'member-hot' : `member-${index}`
/** As the server makes them. */
export function codeOf(index: number): string {
  let code = ''
  for (let rest = index - hotReferrer; code.length < 9; rest = Math.floor(rest / codeAlphabet.length))
    code = codeAlphabet[rest % codeAlphabet.length]! + code
  return code
}

/** Friends by referrer. An eighth of the participants bring the others: 22 the busiest, 8 on average, 1 the last. */
export function friendsByReferrer({ participants, hot }: Crowd): Map<number, number[]> {
  const found = new Map<number, number[]>()
  for (let index = 8; index < participants; index++) {
    const referrer = ((index >> 3) * ((index & 7) + 1)) >> 3
    const friends = found.get(referrer)
    if (friends) friends.push(index)
    else found.set(referrer, [index])
  }
  if (hot > 0)
    found.set(
      hotReferrer,
      Array.from({ length: hot }, (_, friend) => participants + friend),
    )
  return found
}

/** Some time in the last 90 days, to the second. */
const timeOf = ({ now }: Crowd, index: number, step: number): number =>
  now - 90 * day + ((index * 7919 + step * 104_729) % 7_770_000) * 1000

const row = (fields: Pick<NewRow, 'id' | 'type' | 'at'> & Partial<NewRow>): NewRow => ({
  program: 'shop',
  person: null,
  visitor: null,
  code: null,
  name: null,
  order_ref: null,
  received_at: fields.at,
  source: 'browser',
  body: '{}',
  ...fields,
})

const landing = '{"url":"https://shop.example/","channel":"whatsapp"}'

/** How a friend came, and their order. */
export function friendRows(crowd: Crowd, friend: number, referrer: number): NewRow[] {
  const at = timeOf(crowd, friend, 0)
  const visitor = `v_friend_${friend}`
  const code = codeOf(referrer)
  const body = JSON.stringify({ amount: 1000 + ((friend * 7919) % 9000), currency: 'USD' })
  const order = {
    name: 'purchase',
    order_ref: `o_${friend}`,
    person: personOf(friend),
    source: 'server',
  } as const
  return [
    row({
      id: `fill-${friend}-visit`,
      type: 'visit',
      at: at - 3_600_000,
      code,
      visitor,
      body: landing,
    }),
    row({ id: `fill-${friend}-order`, type: 'conversion', at, ...order, visitor, body }),
  ]
}

/** What a participant's link does besides: visits of people who never buy, a share, an exposure. */
export function linkRows(crowd: Crowd, referrer: number, visits: number): NewRow[] {
  const code = codeOf(referrer)
  const rows = Array.from({ length: visits }, (_, step) => {
    const at = timeOf(crowd, referrer, step + 1)
    const id = `fill-${referrer}-link${step}`
    return row({ id, type: 'visit', at, code, visitor: `v_${referrer}_${step}`, body: landing })
  })
  const at = timeOf(crowd, referrer, 7)
  rows.push(
    row({ id: `fill-${referrer}-share`, type: 'share', at, code, body: '{"channel":"whatsapp"}' }),
    row({
      id: `fill-${referrer}-seen`,
      type: 'exposure',
      at,
      body: '{"experiment":"greeting","variant":"warm"}',
    }),
  )
  return rows
}
