import { GoodwordError } from '@goodword/program/errors'
import type { Customer } from '@goodword/program'
import type { ParticipantKey, Reward } from '../backend.ts'
import { parseCustomer } from '../customer.ts'

/** What to do instead of most of what a vendor has no call for. */
const inDashboard = 'Do it in its dashboard.'

/** For what a vendor has no call for: `what` it cannot do, and what to do `instead`, as a sentence. */
export const unsupported = (vendor: string, what: string, instead = inDashboard): GoodwordError =>
  new GoodwordError('unsupported', `${vendor} cannot ${what} by its API. ${instead}`)

/** A method that always rejects with `unsupported`. */
export const cannot = (vendor: string, what: string, instead?: string) => () =>
  Promise.reject(unsupported(vendor, what, instead))

/** For a key of somebody that a vendor has no search for. */
export const onlyByEmail = (vendor: string, what: string): GoodwordError =>
  unsupported(vendor, `find people by ${what}`, 'Name them by their e-mail.')

/** The error of a webhook that came to another vendor's address. */
export const otherVendor = (name: string, vendor: string): GoodwordError =>
  new GoodwordError(
    'not-found',
    `No "${vendor.slice(0, 64)}" answers for this program. Its webhooks are sent to the address that ends in "${name}".`,
  )

/** Nobody is enrolled by that key. */
export const unknownParticipant = (vendor: string, who: ParticipantKey): GoodwordError =>
  new GoodwordError(
    'participant-unknown',
    `Nobody is enrolled at ${vendor} by that ${Object.keys(who).join()}. Enrol them first.`,
  )

/** The e-mail that a vendor knows a customer by, in lower case. Throws `customer-invalid` without one. */
export function needEmail(vendor: string, customer: Customer): string {
  const email = customer.email && parseCustomer(customer).email
  if (email) return email.toLowerCase()
  throw new GoodwordError(
    'customer-invalid',
    `${vendor} knows people by e-mail, and \`customer.email\` is missing. Give one, or put it into the signed identity.`,
  )
}

/** First and last name, as most vendors keep them. */
export function namesOf(name: string | undefined): { readonly first?: string; readonly last?: string } {
  const [first = '', ...rest] = (name ?? '').trim().split(/\s+/)
  return { ...(first && { first }), ...(rest.length > 0 && { last: rest.join(' ') }) }
}

/** The reward that somebody wants to give or approve is not there. */
export const unknownReward = (id: string): GoodwordError =>
  new GoodwordError('reward-unknown', `There is no reward "${id}". Take its id from rewards().`)

/** The reward that somebody wants to give is not due. */
export const notDue = ({ id, state }: Pick<Reward, 'id' | 'state'>): GoodwordError =>
  new GoodwordError('not-due', `The reward "${id}" is ${state}. Only a due one can be given.`)

/** The account has no campaign, or program, of that name: `check` says so, and what there is. */
export const notThere = (
  vendor: string,
  what: string,
  given: string,
  has: readonly string[],
): GoodwordError =>
  new GoodwordError(
    'vendor-refused',
    `${vendor} has no ${what} "${given}". ${has.length > 0 ? `It has: ${has.join(', ')}` : 'Look it up in its dashboard'}.`,
  )
