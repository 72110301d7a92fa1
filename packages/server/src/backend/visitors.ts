import type { Updateable } from 'kysely'
import type { TraceColumns } from '../store/tables/fraud.ts'
import type { Write } from '../store/transaction.ts'
import type { Person } from './people.ts'

/**
 * Takes the rows of these browsers, and makes them first: a visit and an order of the same browser that arrive at once
 * must not both miss each other.
 */
export async function lockVisitors(
  tx: Write,
  program: string,
  visitors: ReadonlySet<string>,
  trace: Partial<Updateable<TraceColumns>> = {},
): Promise<void> {
  for (const visitor of [...visitors].toSorted()) {
    await tx
      .insertInto('gw_visitors')
      .values({ program, visitor, person: null, revision: 0, ...trace })
      .onConflict((conflict) =>
        conflict
          .columns(['program', 'visitor'])
          .doUpdateSet((eb) => ({ revision: eb('gw_visitors.revision', '+', 1), ...trace })),
      )
      .execute()
  }
}

/** Who converted in this browser last. */
export function personOfVisitor(tx: Write, program: string, visitor: string): Promise<Person | undefined> {
  return tx
    .selectFrom('gw_visitors')
    .innerJoin('gw_people', (join) =>
      join
        .onRef('gw_people.program', '=', 'gw_visitors.program')
        .onRef('gw_people.id', '=', 'gw_visitors.person'),
    )
    .selectAll('gw_people')
    .where('gw_visitors.program', '=', program)
    .where('gw_visitors.visitor', '=', visitor)
    .executeTakeFirst()
}

/** Notes who converted in a browser; its row must be there. */
export async function rememberVisitor(
  tx: Write,
  program: string,
  visitor: string,
  person: string,
): Promise<void> {
  await tx
    .updateTable('gw_visitors')
    .set({ person })
    .where('program', '=', program)
    .where('visitor', '=', visitor)
    .execute()
}
