import type { Problem } from '../errors.ts'
import { problem } from './problems.ts'
import { record, texts, type Loose } from './loose.ts'

/** A currency that nobody pays with. */
export function* checkCurrency({ currency }: Loose): Generator<Problem> {
  if (typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency)) return
  const known = Intl.supportedValuesOf('currency')
  if (!known.includes(currency))
    yield problem(
      ['currency'],
      currency,
      'Write the ISO 4217 code of a currency in use, such as "USD" or "EUR".',
    )
}

/** A landing page that carries a code of its own, and hosts that need not be listed. */
export function* checkAddress({ url, hosts, attribution }: Loose): Generator<Problem> {
  const landing = typeof url === 'string' ? URL.parse(url) : null
  const given = record(attribution)['params']
  for (const name of given === undefined ? ['via', 'ref'] : texts(given))
    if (landing?.searchParams.has(name))
      yield problem(
        ['url'],
        url,
        `Take \`${name}\` out of the address: that is where each link carries its own code.`,
      )
  for (const [index, host] of texts(hosts).entries()) {
    if (landing && host === landing.host)
      yield problem(['hosts', index], host, 'Take it out: the host of `url` is always allowed.')
  }
}
