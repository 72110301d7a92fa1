import { inChunks, type Write } from '../store/transaction.ts'

/** What leads from a person to rows that do not name them by their key. */
export interface Traces {
  /** The code that they were given, in capitals: rows carry it. */
  readonly codes: readonly string[]
  /** The codes that they chose, and what these look like: no row carries one. */
  readonly chosen: readonly string[]
  /** The browsers that they were seen in. */
  readonly visitors: readonly string[]
}

/** Finds them; of a browser that several people used, each has the trace. */
export async function findTraces(tx: Write, program: string, person: string): Promise<Traces> {
  const seen = await tx
    .selectFrom('gw_visitors')
    .select('visitor')
    .where('program', '=', program)
    .where('person', '=', person)
    .execute()
  const sent = await tx
    .selectFrom('gw_ledger')
    .select('visitor')
    .distinct()
    .where('program', '=', program)
    .where('person', '=', person)
    .where('visitor', 'is not', null)
    .execute()
  const { code } = await tx
    .selectFrom('gw_people')
    .select('code')
    .where('program', '=', program)
    .where('id', '=', person)
    .executeTakeFirstOrThrow()
  const chosen = await tx
    .selectFrom('gw_codes')
    .select(['code', 'skeleton'])
    .where('program', '=', program)
    .where('person', '=', person)
    .execute()
  const visitors = new Set([...seen, ...sent].flatMap(({ visitor }) => visitor ?? []))
  return {
    codes: code === null ? [] : [code],
    chosen: [...new Set(chosen.flatMap(({ code, skeleton }) => [code, skeleton]))],
    visitors: [...visitors].toSorted(),
  }
}

/** Whoever's rewards rest on rows with these traces: what a process remembers of them is out of date afterwards. */
export async function referrersBehind(
  tx: Write,
  program: string,
  person: string,
  { visitors }: Traces,
): Promise<string[]> {
  const sharing = await inChunks(visitors, (some) =>
    tx
      .selectFrom('gw_ledger')
      .select('person')
      .distinct()
      .where('program', '=', program)
      .where('visitor', 'in', some)
      .where('person', 'is not', null)
      .execute(),
  )
  const friends = new Set([person, ...sharing.flatMap(({ person }) => person ?? [])])
  const bonds = await inChunks(friends, (some) =>
    tx
      .selectFrom('gw_bonds')
      .select('referrer')
      .where('program', '=', program)
      .where('friend', 'in', some)
      .execute(),
  )
  return [...new Set([person, ...bonds.map(({ referrer }) => referrer)])].toSorted()
}
