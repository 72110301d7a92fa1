import { decideTouch } from '@goodword/program/touch'
import { codeKey } from '../backend/code.ts'
import type { Context } from '../backend/context.ts'
import { orderKey } from '../backend/order.ts'
import type { Person } from '../backend/people.ts'
import { together, type Write } from '../store/transaction.ts'
import { bondsOf, firstOrders, peopleOf, reportsOf, visitsOf, type Report, type Visits } from './lead-rows.ts'
import { isBelieved, type Suspect } from './suspect.ts'

/** A conversion that somebody would be rewarded for, and how it came to them. */
export interface Lead {
  readonly suspect: Suspect
  /** `<name>:<order>`. */
  readonly key: string
  readonly referrer: Person
  readonly visitor: string | undefined
  /** When the friend's first order was, of those known before; absent when this is the first. */
  readonly orderedAt: number | undefined
  /** When they were brought: the visit that counts, or the order itself when its code came with it. */
  readonly broughtAt: number
  /** By the referrer's code. */
  readonly visits: Visits | undefined
  /** The code came with the order. */
  readonly typed: boolean
  /** The last visit by somebody else's code before the order. */
  readonly otherVisitAt: number | undefined
  /** A browser repeats what the server has reported: it can hold nothing. */
  readonly isEcho: boolean
}

/**
 * Those of the suspects that a referrer is behind, as the rewards will decide it with what is known now: the bond that
 * there is, else the touch rule. A browser's report that waits for the server's word is passed over; the server's own is
 * looked at with the browser's visitor and code.
 */
export async function findLeads(tx: Write, context: Context, suspects: readonly Suspect[]): Promise<Lead[]> {
  const { program } = context
  const reports = await reportsOf(tx, context, suspects)
  const told = suspects.flatMap((suspect) => {
    const { event, source, friend } = suspect
    const known = reports.get(orderKey(event)) ?? []
    const sure = known.filter(({ source }) => source === 'server')
    const isEcho = source !== 'server' && sure.length > 0
    if (!isEcho && !isBelieved(program, suspect)) return []
    const touch = touchOf([reportOf(suspect), ...known])
    // Looked at when it came first, and nothing is new that a rule looks at.
    const isRepeat =
      sure.some(({ person }) => isEcho || person === friend.id) && isSame(touch, touchOf(known))
    return isRepeat ? [] : [{ suspect, isEcho, ...touch }]
  })
  if (told.length === 0) return []
  const friends = new Set(told.map(({ suspect }) => suspect.friend.id))
  const visitors = new Set(told.flatMap(({ visitor }) => visitor ?? []))
  const [bonds, firsts, visits] = await together(
    context.store,
    () => bondsOf(tx, context, friends),
    () => firstOrders(tx, context, friends),
    () => visitsOf(tx, context, visitors, windowOf(program, told)),
  )
  const codes = new Set([...told.flatMap(({ code }) => code ?? []), ...visits.map(({ code }) => code)])
  const { byCode, byId } = await peopleOf(tx, context, codes, new Set(bonds.values()))

  return told.flatMap(({ suspect, isEcho, visitor, code }): Lead[] => {
    const { event, friend } = suspect
    const own = visits.filter((visit) => visit.visitor === visitor)
    const orderedAt = firsts.get(friend.id)
    const until = Math.min(event.at, orderedAt ?? event.at)
    const touches = own.flatMap(({ code, first, last }) => [
      { code, at: first },
      { code, at: last },
    ])
    const ownCode = code === undefined ? [] : [{ code, at: event.at }]
    const theirs = [...touches, ...ownCode].filter(({ code }) => byCode.has(code))
    const touch = decideTouch(program.attribution, theirs, until)
    const bound = bonds.get(friend.id)
    const referrer = bound === undefined ? touch && byCode.get(touch.code) : byId.get(bound)
    if (!referrer || referrer.id === friend.id) return []
    const by = own.find(({ code }) => code === referrer.code)
    const others = own.filter(({ code }) => code !== referrer.code && byCode.has(code))
    const before = others.map(({ last }) => last).filter((at) => at <= event.at)
    return [
      {
        suspect,
        key: orderKey(event),
        referrer,
        visitor,
        orderedAt,
        broughtAt: (touch?.code === referrer.code ? touch?.at : undefined) ?? by?.first ?? until,
        visits: by,
        typed: code !== undefined && code === referrer.code && !by,
        otherVisitAt: before.length > 0 ? Math.max(...before) : undefined,
        isEcho,
      },
    ]
  })
}

interface OrderTouch {
  readonly code: string | undefined
  readonly visitor: string | undefined
}

const isSame = (a: OrderTouch, b: OrderTouch): boolean => a.code === b.code && a.visitor === b.visitor

function reportOf({ event, source, friend }: Suspect): Report {
  const { id, at, visitor = null } = event
  const code = event.code === undefined ? null : codeKey(event.code)
  return { id, at, source, person: friend.id, visitor, code }
}

/** Code and visitor go together, from the first report that has either, the server's before the browser's. */
function touchOf(reports: readonly Report[]): OrderTouch {
  const rank = (report: Report): number => Number(report.source !== 'server')
  const [first] = reports
    .filter(({ code, visitor }) => code !== null || visitor !== null)
    .toSorted((a, b) => rank(a) - rank(b) || a.at - b.at || (a.id < b.id ? -1 : 1))
  return { code: first?.code ?? undefined, visitor: first?.visitor ?? undefined }
}

/** From the longest that a link may count for, to the last of these orders. */
function windowOf(
  { attribution }: Context['program'],
  told: readonly { readonly suspect: Suspect }[],
): readonly [since: number, until: number] {
  const times = told.map(({ suspect }) => suspect.event.at)
  return [Math.min(...times) - attribution.days * 86_400_000, Math.max(...times)]
}
