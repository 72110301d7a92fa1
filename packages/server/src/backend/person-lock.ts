import type { Write } from '../store/transaction.ts'

/** Counting up the row is a lock that every database has; one at a time and in order, so that nobody waits in a circle. */
export async function lockPeople(tx: Write, program: string, people: Iterable<string>): Promise<void> {
  for (const id of [...people].toSorted()) {
    await tx
      .updateTable('gw_people')
      .set((eb) => ({ revision: eb('revision', '+', 1) }))
      .where('program', '=', program)
      .where('id', '=', id)
      .execute()
  }
}

/** As `lockPeople`, always after it, and on rows of their own: a circle of friends who refer each other is no deadlock. */
export async function lockReferrers(tx: Write, program: string, referrers: Iterable<string>): Promise<void> {
  for (const person of [...referrers].toSorted()) {
    await tx
      .insertInto('gw_referrers')
      .values({ program, person, friends: 0, progress: '[]', revision: 0 })
      .onConflict((conflict) =>
        conflict
          .columns(['program', 'person'])
          .doUpdateSet((eb) => ({ revision: eb('gw_referrers.revision', '+', 1) })),
      )
      .execute()
  }
}

/** Locks people in both their parts, so that nobody else writes any of their rewards. Makes no referrer of a friend. */
export async function lockParticipants(
  tx: Write,
  program: string,
  people: ReadonlySet<string>,
): Promise<void> {
  await lockPeople(tx, program, people)
  for (const person of [...people].toSorted())
    await tx
      .updateTable('gw_referrers')
      .set((eb) => ({ revision: eb('revision', '+', 1) }))
      .where('program', '=', program)
      .where('person', '=', person)
      .execute()
}
