import type { Client } from '@goodword/adapters'
import ipaddr from 'ipaddr.js'
import { createHmac } from 'node:crypto'
import type { Context } from '../backend/context.ts'
import { write } from '../store/transaction.ts'

/** Where somebody was seen, as hashes that nobody can turn back. */
export interface Trace {
  readonly address: string
  /** The address and the agent together; absent without an agent. */
  readonly device?: string | undefined
}

/** A trace as this week's key and the last week's make it: what is stored was made with one of them. */
export interface Traced extends Trace {
  readonly before?: Trace | undefined
}

/** Milliseconds for which one key is used; whatever is compared is no older than two of these. */
export const keyLife = 7 * 86_400_000
/** The period of the key that mailboxes are hashed with. */
const always = -1

interface Keys {
  readonly period: number
  readonly current: string
  readonly previous: string | undefined
  readonly mailbox: string
}

/** By backend: a key is read once a week. */
const cache = new WeakMap<Context, Keys>()

/**
 * Makes the keys that `traceOf` and `mailboxOf` need, once however many servers are up, and throws those away that are
 * older than two periods. Call it before the transaction that traces, never in it: a transaction that is undone would
 * take a new key with it.
 */
export async function prepareTraces(context: Context): Promise<void> {
  const period = Math.floor(context.now() / keyLife)
  if (cache.get(context)?.period === period) return
  const program = context.program.id
  const keys = await write(context.store, async (tx) => {
    const make = (of: number) => ({ program, period: of, key: encode(context.random(32)) })
    await tx
      .insertInto('gw_trace_keys')
      .values([make(always), make(period)])
      .onConflict((conflict) => conflict.columns(['program', 'period']).doNothing())
      .execute()
    await tx
      .deleteFrom('gw_trace_keys')
      .where('program', '=', program)
      .where('period', '<', period - 1)
      .where('period', '>', always)
      .execute()
    return tx
      .selectFrom('gw_trace_keys')
      .select(['period', 'key'])
      .where('program', '=', program)
      .where('period', 'in', [always, period - 1, period])
      .execute()
  })
  const of = (wanted: number) => keys.find((key) => key.period === wanted)?.key
  const [current, mailbox] = [of(period), of(always)]
  if (current === undefined || mailbox === undefined)
    throw new Error('A key of the traces was not kept: does the database lose writes?')
  cache.set(context, { period, current, previous: of(period - 1), mailbox })
}

/** What is kept of where a request came from; `undefined` without an address, or before `prepareTraces`. */
export function traceOf(context: Context, client: Client | undefined): Traced | undefined {
  const keys = cache.get(context)
  const network = networkOf(client?.address)
  if (!keys || network === undefined) return undefined
  const { current, previous } = keys
  const before = previous === undefined ? undefined : traceBy(previous, network, client?.agent)
  return { ...traceBy(current, network, client?.agent), ...(before && { before }) }
}

/** A normalised e-mail address as a hash that stays the same; `undefined` before `prepareTraces`. */
export function mailboxOf(context: Context, mailbox: string): string | undefined {
  const keys = cache.get(context)
  return keys && keyed(keys.mailbox, mailbox)
}

/** The columns of a visitor or a participant, for an insert or an update; none where nothing is known. */
export function traceColumns(
  context: Context,
  client: Client | undefined,
): { address?: string; device?: string | null; traced_at?: number } {
  const keys = cache.get(context)
  const network = networkOf(client?.address)
  if (!keys || network === undefined) return {}
  const { address, device } = traceBy(keys.current, network, client?.agent)
  return { address, device: device ?? null, traced_at: context.now() }
}

function traceBy(key: string, network: string, agent: string | undefined): Trace {
  return { address: keyed(key, network), ...(agent && { device: keyed(key, `${network}\n${agent}`) }) }
}

const inside: ReadonlySet<string> = new Set([
  'loopback',
  'private',
  'uniqueLocal',
  'linkLocal',
  'carrierGradeNat',
  'unspecified',
])

/** An IPv4 address, or the first half of an IPv6 one: the rest is made up anew every day. */
function networkOf(address: string | undefined): string | undefined {
  if (address === undefined || !ipaddr.isValid(address)) return undefined
  const parsed = ipaddr.process(address)
  // A machine of one's own, or a proxy that hides everybody behind itself: it says nothing of who came.
  if (inside.has(parsed.range())) return undefined
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return parsed.toByteArray().slice(0, 8).join('.')
}

const keyed = (key: string, text: string): string =>
  createHmac('sha256', key).update(text).digest().subarray(0, 15).toString('base64url')

const encode = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
