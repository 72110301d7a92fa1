import type { EventOf, Program } from '@goodword/program'
import type { ParticipantKey } from '../backend.ts'
import { hasStatus } from '../vendor/failure.ts'
import { fieldsOf, needText, textOf, type Fields } from '../vendor/fields.ts'
import { inDoubt, orderKnown, rejected, type Outcome, type Taker } from '../vendor/recording.ts'
import type { Transport } from '../vendor/transport.ts'
import { failureOf } from '../vendor/failure.ts'

/** The field of a friend's metadata that holds the order they count for. */
const mark = 'goodwordOrder'

const needsEmail = rejected(
  'friend-email-missing',
  'GrowSurf knows friends by e-mail. Send `customer.email` with the order, and with its refund.',
)

interface Account {
  readonly call: Transport
  readonly about: (who: ParticipantKey, ...parts: string[]) => string
  readonly find: (who: ParticipantKey) => Promise<Fields | undefined>
  readonly add: (email: string, name: string | undefined, more?: Fields) => Promise<Fields>
  readonly program: Program
  readonly conversion: string
  readonly isAffiliate: boolean
}

/** How orders and refunds reach GrowSurf: the friend becomes a participant first, then their referral is triggered. */
export function createOrders({ call, about, find, add, program, conversion, isAffiliate }: Account): Taker {
  const holdDays = program.conversions.find(({ name }) => name === conversion)?.holdDays ?? 0

  async function friendOf(
    { code, customer, order }: EventOf<'conversion'>,
    email: string,
  ): Promise<Fields | undefined> {
    if (code === undefined) return find({ email })
    return add(email, customer?.name, { referredBy: code, metadata: { [mark]: order } })
  }

  async function trigger(friend: Fields, order: string): Promise<Outcome> {
    const who = { code: needText('GrowSurf', friend, 'id') }
    const counted = textOf(fieldsOf(friend['metadata'])[mark])
    if (counted !== undefined && counted !== order) return friendKnown
    if (friend['referralStatus'] === 'CREDIT_AWARDED') return counted === order ? orderKnown : friendKnown
    if (counted === undefined)
      await call({
        method: 'POST',
        path: about(who),
        json: { metadata: { [mark]: order } },
        repeatable: true,
      })
    // GrowSurf credits a friend once, so that asking again is no harm.
    const json = holdDays > 0 ? { delayInDays: holdDays } : {}
    const { success } = await call({ method: 'POST', path: about(who, 'ref'), json, repeatable: true })
    return success === false ? orderKnown : { status: 'accepted' }
  }

  return {
    async conversion(event) {
      const email = event.customer?.email?.toLowerCase()
      if (!email) return needsEmail
      const friend = await friendOf(event, email)
      if (
        !friend ||
        (textOf(friend['referredBy']) ?? textOf(fieldsOf(friend['referrer'])['id'])) === undefined
      )
        return { status: 'accepted', reason: 'not-referred' }
      if (event.name !== conversion) return { status: 'accepted' }
      if (!isAffiliate) return trigger(friend, event.order)
      const json = {
        currency: event.currency,
        grossAmount: event.amount,
        orderId: event.order,
        paidAt: event.at,
      }
      const path = about({ code: needText('GrowSurf', friend, 'id') }, 'transaction')
      const { duplicate } = await call({ method: 'POST', path, json, repeatable: true })
      return duplicate === true ? orderKnown : { status: 'accepted' }
    },

    async refund({ order, amount, customer }) {
      if (!customer?.email) return needsEmail
      const who = { email: customer.email }
      try {
        if (!isAffiliate) {
          // One reward for one friend: a part that comes back changes nothing.
          if (amount !== undefined) return { status: 'accepted', reason: 'not-kept' }
          await call({ method: 'DELETE', path: about(who, 'ref'), repeatable: true })
          return { status: 'accepted' }
        }
        const json = {
          orderId: order,
          amendmentType: 'REFUND',
          ...(amount !== undefined && { amountRefunded: amount }),
        }
        await call({ method: 'POST', path: about(who, 'transaction', 'refund'), json })
        return { status: 'accepted' }
      } catch (error) {
        if (hasStatus(error, 400, 404))
          return rejected(
            'refund-refused',
            `${(error as Error).message} Only a referral that still waits, or an order that GrowSurf has, can be taken back.`,
          )
        if (failureOf(error)?.inDoubt && isAffiliate)
          return inDoubt('GrowSurf may have the refund. Look in its dashboard before you send it again.')
        throw error
      }
    },
  }
}

const friendKnown: Outcome = { status: 'duplicate', reason: 'friend-known' }
