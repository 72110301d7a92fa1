import { failureOf } from '../vendor/failure.ts'
import { textOf, type Fields } from '../vendor/fields.ts'
import { createTransport } from '../vendor/transport.ts'
import type { ReferralcandyOptions } from './referralcandy.ts'
import { sign } from './signature.ts'

export const vendor = 'ReferralCandy'

/** Asks one method; every one but `purchase` may be repeated. */
export type Client = (method: 'GET' | 'POST', name: string, fields?: Fields) => Promise<Fields>

/** Signs each request, and once more by ReferralCandy's clock when it refuses and ours is off. */
export function createClient({ accessId, secretKey, ...options }: ReferralcandyOptions): Client {
  const { now = Date.now, url = 'https://my.referralcandy.com/api/v2' } = options
  const transport = createTransport({
    ...options,
    name: vendor,
    url,
    secrets: [secretKey, accessId],
    // Who has signed up before is welcome, whatever the status.
    judge: ({ message }) =>
      /already signed up/i.test(textOf(message) ?? '')
        ? { status: 200 }
        : { isForeign: message === undefined },
  })
  let skew = 0
  return async (method, name, fields = {}) => {
    const send = (): Promise<Fields> => {
      const timestamp = Math.floor((now() + skew) / 1000)
      const params = sign({ ...fields, accessID: accessId, timestamp }, secretKey)
      const content = method === 'GET' ? { query: params } : { form: params }
      return transport({ method, path: `${name}.json`, ...content, repeatable: name !== 'purchase' })
    }
    try {
      return await send()
    } catch (error) {
      const { status, date = now() + skew } = failureOf(error) ?? {}
      if (status !== 401 || Math.abs(date - now() - skew) < 60_000) throw error
      skew = date - now()
      return send()
    }
  }
}
