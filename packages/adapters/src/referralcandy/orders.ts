import type { EventOf } from '@goodword/program'
import { listOf, majorUnits, textOf, type Fields } from '../vendor/fields.ts'
import { createOnce } from '../vendor/once.ts'
import * as outcomes from '../vendor/recording.ts'
import { namesOf } from '../vendor/refusals.ts'
import { vendor, type Client } from './client.ts'

type Outcome = Promise<outcomes.Outcome>

/**
 * How orders reach ReferralCandy, which keeps no key against repeats: a friend's referral is looked up before each order,
 * and after one whose fate is unknown. `changed` is told of what it may have changed.
 */
export function createOrders(
  call: Client,
  conversion: string,
  standard: string,
  changed: () => void,
): outcomes.Taker {
  const once = createOnce()

  async function purchase(event: EventOf<'conversion'>, email: string): Outcome {
    const { order, amount = 0, currency = standard, at, code, customer } = event
    const { first = email.split('@')[0], last } = namesOf(customer?.name)
    const look = async (): Promise<Fields | undefined> => {
      const { referrals } = await call('GET', 'referrals', { customer_email: email })
      return listOf(referrals).find((one) => textOf(one.referral_email)?.toLowerCase() === email)
    }
    const make = (): Promise<Fields> =>
      call('POST', 'purchase', {
        first_name: first,
        last_name: last,
        email,
        order_timestamp: Math.floor(at / 1000),
        // Asked for, and not known to the site's server.
        browser_ip: '0.0.0.0',
        user_agent: 'goodword',
        invoice_amount: majorUnits(amount, currency),
        currency_code: currency,
        external_reference_id: order,
        referrer_id: code,
      })
    const { it, isNew } = await once(email, look, make)
    if (isNew) return outcomes.accepted
    return textOf(it.external_reference_id) === order ? outcomes.orderKnown : outcomes.friendKnown
  }

  async function takeBack(amount: number | undefined, email: string): Outcome {
    // One reward for one friend: a part that comes back changes nothing.
    if (amount !== undefined) return outcomes.notKept
    await call('POST', 'referral', { customer_email: email, returned: 'true', notify: 'false' })
    return outcomes.accepted
  }

  const told = (work: (email: string) => Outcome, email: string | undefined): Outcome =>
    email === undefined
      ? Promise.resolve(outcomes.friendEmailMissing(vendor))
      : work(email.toLowerCase())
          .catch((error: unknown) => outcomes.refused(vendor, error))
          .finally(changed)

  return {
    async conversion(event) {
      // It would write to every buyer, and could not be asked whether it has the order.
      if (event.name !== conversion) return outcomes.notKept
      return told(
        async (email) => (event.code === undefined ? outcomes.notReferred : purchase(event, email)),
        event.customer?.email,
      )
    },
    refund: ({ amount, customer }) => told((email) => takeBack(amount, email), customer?.email),
  }
}
