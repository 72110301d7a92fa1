import type { Referral, VendorPerson } from '@goodword/adapters'
import { GoodwordError, type Customer, type EventOf } from '@goodword/program'
import { createHash } from 'node:crypto'
import type { Counts, VendorImportOptions } from './vendor-import.ts'
import { pagesOfPeople } from './vendor-pages.ts'
import type { VendorProgress } from './vendor-progress.ts'
import { readSharing, type Sharing } from './vendor-sharing.ts'

const day = 86_400_000

/** Everybody's friends, and how many rewards the vendor owes them. */
export async function importFriends(
  options: VendorImportOptions,
  state: VendorProgress,
  save: (progress: VendorProgress) => void,
  done: Counts,
): Promise<void> {
  const people: VendorPerson[] = []
  for await (const { items } of pagesOfPeople(options, undefined)) people.push(...items)
  // Ids of those who were brought are their friends' ids; those of others may be any friend's as well.
  const emails = new Map(people.flatMap(({ id, email, referredBy }) => (referredBy ? [[id, email]] : [])))
  const read = await readSharing(options)
  const sharers = sharersOf(people).filter(read.mayShare)
  // Whoever is gone there meanwhile: from the first again, which changes nothing.
  const start = sharers.findIndex(({ id }) => id === state.after) + 1
  const owed = { ...state.owed }
  for (const [index, person] of sharers.slice(start).entries()) {
    if (options.isStopped()) return void (done.stopped = true)
    const participant = await options.own.participant({ email: person.email })
    if (participant) {
      const count = await importOne(options, person, participant.code, emails, read, done)
      if (count > 0) owed[participant.id] = count
    }
    save({ ...state, after: person.id, owed })
    if ((index + 1) % 100 === 0) options.onProgress(`${done.referrals} referrals`)
  }
  save({ ...state, phase: 'rewards', owed })
}

/** Who may have brought somebody: where the vendor says of anybody who brought them, of nobody else is asked. */
function sharersOf(people: readonly VendorPerson[]): VendorPerson[] {
  const named = new Set(people.flatMap(({ referredBy }) => referredBy ?? []))
  if (named.size === 0) return [...people]
  return people.filter(
    ({ id, code, email }) => named.has(id) || named.has(email) || (code !== undefined && named.has(code)),
  )
}

/** One participant's friends; returns how many rewards the vendor owes. */
async function importOne(
  options: VendorImportOptions,
  person: VendorPerson,
  code: string,
  emails: ReadonlyMap<string, string>,
  read: Sharing,
  done: Counts,
): Promise<number> {
  try {
    await importReferrals(options, person, code, emails, read, done)
    return await read.owedTo(person)
  } catch (error) {
    if (!(error instanceof GoodwordError) || error.code !== 'participant-unknown') throw error
    done.bad++
    options.onProblem(`${options.name} ${person.id}: it lists them, and does not find them. Look there.`)
    return 0
  }
}

/** One by one: no rule of ours should take them for a crowd. */
async function importReferrals(
  options: VendorImportOptions,
  person: VendorPerson,
  code: string,
  emails: ReadonlyMap<string, string>,
  read: Sharing,
  done: Counts,
): Promise<void> {
  const { own, name, onProblem } = options
  for await (const referral of read.friendsOf(person)) {
    if (referral.state === 'held') done.waiting++
    if (referral.state !== 'converted') continue
    const email = emails.get(referral.id)
    const friend = email === undefined ? { id: `${name}:${referral.id}` } : { email }
    const [receipt] = await own.record([orderOf(options, code, referral, friend)], { source: 'server' })
    if (receipt?.status === 'accepted') done.referrals++
    else if (receipt?.status === 'held') done.held++
    else if (receipt?.status === 'duplicate') done.known++
    else {
      done.bad++
      onProblem(`${name} ${person.id}, referral ${referral.id}: ${receipt?.detail ?? 'it was rejected.'}`)
    }
  }
}

/**
 * A friend's order as our ledger has it: of no amount, which vendors do not tell, and past its hold, since the vendor has
 * decided. Its ids come of the vendor's own: the same friend is the same order.
 */
function orderOf(
  { name, program, conversion, now = Date.now }: VendorImportOptions,
  code: string,
  { id, at }: Referral,
  customer: Customer,
): EventOf<'conversion'> {
  const rule = program.conversions.find((one) => one.name === conversion)
  const order = `${name}:${id}`.slice(0, 200)
  const key = createHash('sha256')
    .update(JSON.stringify([program.id, conversion, order]))
    .digest('base64url')
  const ripe = now() - (rule?.holdDays ?? 0) * day - 60_000
  // Mirrored rather than cut off: many at one moment would look like one person with many names.
  const past = at === undefined || at <= ripe ? (at ?? ripe) : 2 * ripe - at
  return {
    id: `import-${key.slice(0, 32)}`,
    type: 'conversion',
    name: conversion,
    order,
    at: Math.round(Math.max(past, now() - 395 * day)),
    code,
    customer,
    ...(rule?.value && { amount: 0, currency: program.currency }),
  }
}
