import type { Context } from '../backend/context.ts'
import type { Job } from './job.ts'

/** Milliseconds that a job is kept from everybody else after its server was last heard of. */
export const leaseLife = 30_000

type Leased = Pick<Job, 'name' | 'every'>

/** Takes a job whose time has come and that nobody else runs. */
export async function claim(
  { store, program, now }: Context,
  { name, every }: Leased,
  holder: string,
): Promise<boolean> {
  const at = now()
  const claimed = await store.db
    .insertInto('gw_leases')
    .values({ program: program.id, job: name, holder, until: at + leaseLife, ran_at: null })
    .onConflict((conflict) =>
      conflict
        .columns(['program', 'job'])
        .doUpdateSet({ holder, until: at + leaseLife })
        .where((eb) =>
          eb.and([
            eb.or([eb('gw_leases.until', '<', at), eb('gw_leases.holder', '=', holder)]),
            eb.or([eb('gw_leases.ran_at', 'is', null), eb('gw_leases.ran_at', '<=', at - every)]),
          ]),
        ),
    )
    .returning('holder')
    .execute()
  return claimed.length > 0
}

/** Keeps a job for as long again; false when somebody else has it by now. */
export async function renew({ store, program, now }: Context, job: string, holder: string): Promise<boolean> {
  const renewed = await store.db
    .updateTable('gw_leases')
    .set({ until: now() + leaseLife })
    .where('program', '=', program.id)
    .where('job', '=', job)
    .where('holder', '=', holder)
    .returning('job')
    .execute()
  return renewed.length > 0
}

/** Gives a job back after a run. */
export async function release({ store, program, now }: Context, job: string, holder: string): Promise<void> {
  await store.db
    .updateTable('gw_leases')
    .set({ holder: '', until: 0, ran_at: now() })
    .where('program', '=', program.id)
    .where('job', '=', job)
    .where('holder', '=', holder)
    .execute()
}

/** The jobs of a program that some server runs now. */
export async function runningJobs({ store, program, now }: Context): Promise<string[]> {
  const rows = await store.db
    .selectFrom('gw_leases')
    .select('job')
    .where('program', '=', program.id)
    .where('until', '>=', now())
    .execute()
  return rows.map(({ job }) => job)
}
