import type { Kysely } from 'kysely'
import type { Tables } from '../store/tables.ts'
import { inChunks } from '../store/transaction.ts'
import { asMade, plainCode, skeletonOf } from './typed-code.ts'

/**
 * The codes under which the ledger knows what people typed or chose, by what was given; only for what is somebody's. A
 * code as it was given wins over one that looks like it.
 */
export async function resolveCodes(
  db: Kysely<Tables>,
  program: string,
  typed: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const readings = [...typed].flatMap((given) => {
    const plain = plainCode(given)
    // What no code has, no database need see.
    if (!/^[A-Z0-9_-]{1,64}$/.test(plain)) return []
    return [{ given, plain, skeleton: skeletonOf(given), made: asMade(given) }]
  })
  if (readings.length === 0) return new Map()
  const wanted = new Set(readings.flatMap(({ plain, made }) => [plain, ...(made ? [made] : [])]))
  const people = await inChunks(wanted, (some) =>
    db
      .selectFrom('gw_people')
      .select('code')
      .where('program', '=', program)
      .where('code', 'in', some)
      .execute(),
  )
  const chosen = await inChunks(new Set(readings.map(({ skeleton }) => skeleton)), (some) =>
    db
      .selectFrom('gw_codes')
      .innerJoin('gw_people', (join) =>
        join
          .onRef('gw_people.program', '=', 'gw_codes.program')
          .onRef('gw_people.id', '=', 'gw_codes.person'),
      )
      .select(['gw_codes.skeleton', 'gw_people.code'])
      .where('gw_codes.program', '=', program)
      .where('gw_codes.skeleton', 'in', some)
      .execute(),
  )
  const given = new Set(people.map(({ code }) => code))
  const bySkeleton = new Map(chosen.map(({ skeleton, code }) => [skeleton, code]))
  return new Map(
    readings.flatMap(({ given: text, plain, skeleton, made }) => {
      const code = given.has(plain)
        ? plain
        : (bySkeleton.get(skeleton) ?? (made !== undefined && given.has(made) ? made : undefined))
      return code ? [[text, code] as const] : []
    }),
  )
}

/** The code that somebody shows: the one that they chose last, if any. */
export async function shownCode(
  db: Kysely<Tables>,
  program: string,
  person: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('gw_codes')
    .select('code')
    .where('program', '=', program)
    .where('person', '=', person)
    .orderBy('since', 'desc')
    .orderBy('code', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.code
}

/** Takes somebody's chosen codes away; returns them, and what they look like, so that nobody gets such a one again. */
export async function forgetChosenCodes(
  db: Kysely<Tables>,
  program: string,
  person: string,
): Promise<string[]> {
  const gone = await db
    .deleteFrom('gw_codes')
    .where('program', '=', program)
    .where('person', '=', person)
    .returning(['code', 'skeleton'])
    .execute()
  return gone.flatMap(({ code, skeleton }) => [code, skeleton])
}
