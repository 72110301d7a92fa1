import { displayName, judgeEvent, pageOf, parseCustomer, presentReward } from '@goodword/adapters'
import type { Capability, Participant, ParticipantKey, ReferralBackend } from '@goodword/adapters'
import { evaluate, GoodwordError, sealsDue, viewProgram } from '@goodword/program'
import type { Customer, Evaluation, LedgerRow, Program, Receipt, ReferralEvent } from '@goodword/program'
import type { DatabaseSync } from 'node:sqlite'

/** Who is known, and what happened. Any database with unique keys and transactions will do. */
const schema = `
  create table if not exists person (
    id text primary key, customer text unique, email text unique, code text unique, name text);
  create table if not exists event (id text primary key, body text not null);
`
/** What it can, and nothing more; `capabilities` says what each means. */
const offered: readonly Capability[] = [
  ...(['programInfo', 'enrol.withoutEmail', 'visits', 'events.remembered', 'attribution'] as const),
  ...(['lookup.byCustomer', 'lookup.byCode', 'lookup.readOnly', 'referrals'] as const),
  ...(['conversion.direct', 'conversion.repeat', 'conversion.idempotent', 'conversion.unconfirmed'] as const),
  ...(['refunds', 'refunds.partial', 'refunds.early', 'rewards', 'rewards.byProgram'] as const),
]
interface Person {
  readonly id: string
  readonly code: string | null
  readonly name: string | null
}

/**
 * A backend of two tables. Its rewards are decided by the program file over all rows at every read: exact, and fast
 * enough for some ten thousand orders. Past that, keep what `evaluate` says, and ask it about one friend at a time.
 */
export function ownBackend(
  db: DatabaseSync,
  program: Program,
  now: () => number = Date.now,
): ReferralBackend {
  db.exec(schema)
  const find = (column: 'id' | 'customer' | 'email' | 'code', value = ''): Person | undefined =>
    db.prepare(`select id, code, name from person where ${column} = ?`).get(value) as Person | undefined
  const insertPerson = db.prepare('insert into person (id, customer, email, name) values (?, ?, ?, ?)')
  const insertEvent = db.prepare('insert or ignore into event values (?, ?)')
  const keep = (row: LedgerRow | ReferralEvent): boolean =>
    insertEvent.run(row.id, JSON.stringify(row)).changes === 1
  const rowsOf = (): LedgerRow[] =>
    db
      .prepare("select body from event where body ->> 'type' in ('visit', 'conversion', 'refund', 'seal')")
      .all()
      .map(({ body }) => JSON.parse(String(body)) as LedgerRow)

  /** The person a customer is; the same one for an id and for the e-mail that came with it. */
  function resolve({ id, email, name }: Customer): Person {
    const known = find('customer', id) ?? find('email', email?.toLowerCase())
    if (known) return known
    const person = { id: crypto.randomUUID(), code: null, name: name ?? null }
    insertPerson.run(person.id, id ?? null, email?.toLowerCase() ?? null, person.name)
    return person
  }

  function decide(): Evaluation {
    const people = db.prepare('select id, code from person where code is not null').all()
    const codes = new Map(people.map(({ id, code }) => [String(code), String(id)]))
    const ledger = { codes, rows: rowsOf() }
    // A friend whose order has ripened keeps the referrer that they had then.
    for (const seal of sealsDue(program, ledger, now())) if (keep(seal)) ledger.rows.push(seal)
    return evaluate(program, ledger, now())
  }

  function describe({ id, code, name }: Person): Participant {
    const link = new URL(program.url)
    link.searchParams.set(program.attribution.params[0]!, code!)
    return { id, code: code!, link: link.href, ...(name !== null && { name }) }
  }

  function personOf(who: ParticipantKey): Person | undefined {
    if ('customer' in who) return find('customer', who.customer)
    return 'email' in who ? find('email', who.email.toLowerCase()) : find('code', who.code)
  }
  function requirePerson(who: ParticipantKey): Person {
    const person = personOf(who)
    if (person?.code) return person
    throw new GoodwordError('participant-unknown', 'Nobody is enrolled under this key. Enrol them first.')
  }
  const nameOf = (id = ''): string | undefined => displayName(find('id', id)?.name ?? undefined)

  function take(input: ReferralEvent, source: 'browser' | 'server'): Receipt {
    // What is wrong with an event, and whether a browser may say it, is the same for every backend.
    const { event, receipt } = judgeEvent(program, input, source, now())
    if (!event) return receipt
    if (event.type !== 'conversion') return keep(event) ? receipt : { id: event.id, status: 'duplicate' }
    const reports = rowsOf().filter(
      (row) => row.type === 'conversion' && row.name === event.name && row.order === event.order,
    )
    const isTrusted = reports.some((row) => row.type === 'conversion' && row.trusted)
    const isKnown = reports.length > 0 && (isTrusted || source === 'browser')
    const { customer, ...facts } = event
    const friend = customer ? resolve(customer).id : `visitor:${event.visitor ?? event.id}`
    if (!keep({ ...facts, friend, trusted: source === 'server' }))
      return { id: event.id, status: 'duplicate' }
    return isKnown ? { id: event.id, status: 'duplicate', reason: 'order-known' } : receipt
  }

  const unsupported = async (): Promise<never> => {
    throw new GoodwordError('unsupported', 'This backend has no leaderboard and sends no mails.')
  }
  return {
    name: 'own',
    supports: new Set(offered),
    program: async (locales) => viewProgram(program, locales),
    async enrol(input) {
      const { id } = resolve(parseCustomer(input))
      const code = crypto.randomUUID().replaceAll('-', '').slice(0, 12).toUpperCase()
      db.prepare('update person set code = ? where id = ? and code is null').run(code, id)
      return describe(find('id', id)!)
    },
    async participant(who) {
      const person = personOf(who)
      return person?.code ? describe(person) : undefined
    },
    record: async (events, { source = 'browser' } = {}) => events.map((event) => take(event, source)),
    async referrals(who, page) {
      const { id } = requirePerson(who)
      const own = decide().bonds.filter(({ referrer }) => referrer === id)
      const shown = own.map(({ friend: id, at, state }) => ({ id, at, state, friend: nameOf(id) ?? '—' }))
      return pageOf(shown, page)
    },
    async rewards(who, page) {
      const { id } = requirePerson(who)
      const own = decide().rewards.filter(({ participant }) => participant === id)
      return pageOf(
        own.map((reward) => presentReward(program, reward, nameOf(reward.friend))),
        page,
      )
    },
    leaderboard: unsupported,
    invite: unsupported,
  }
}
