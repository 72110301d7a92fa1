import type { Store } from '../store/store.ts'
import type { Reading } from './metrics.ts'

/** Figures that stand in the store: read when they are asked for, by index, program by program. */
export function storeReadings({ db }: Store, programs: readonly string[]): Reading[] {
  const deliveries = (state: 'waiting' | 'dead') => async () => {
    const counts = new Map<string, number>()
    for (const program of programs) {
      const rows = await db
        .selectFrom('gw_deliveries')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('program', '=', program)
        .where('state', '=', state)
        .execute()
      counts.set(program, rows[0]?.count ?? 0)
    }
    return counts
  }
  return [
    {
      name: 'goodword_outbox_waiting',
      help: 'Webhooks and mails that wait for their first or next try.',
      label: 'program',
      read: deliveries('waiting'),
    },
    {
      name: 'goodword_outbox_dead',
      help: 'Webhooks and mails that were given up.',
      label: 'program',
      read: deliveries('dead'),
    },
  ]
}
