import type { Client, RecordOptions } from '@goodword/adapters'
import { conformanceProgram } from '@goodword/adapters/conformance'
import { parseProgram, type Program, type ProgramInput } from '@goodword/program'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { purchase, visit } from '../backend/shop.fixture.ts'
import { sqlBackend, type SqlBackend } from '../backend/sql-backend.ts'
import { openStore, type Store } from './store.ts'
import type { TestDatabase } from './testing.ts'

export const minute = 60_000
/** How the shop's own server reports. */
export const server = { source: 'server' } as const
/** Two browsers. */
export const phone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Mobile/15E148 Safari/604.1'
export const laptop = 'Mozilla/5.0 (X11; Linux x86_64) Chrome/141.0.0.0 Safari/537.36'

type Order = Partial<Parameters<typeof purchase>[0]>

/** A database for the tests of a `describe`, with two servers on it, and a clock that each test begins on a Monday. */
export function useScenes(create: () => Promise<TestDatabase>) {
  let database: TestDatabase
  const stores: Store[] = []
  // The weeks of the keys begin on Thursdays.
  const monday = Date.UTC(2026, 10, 16, 12)
  const clock = { now: monday }
  let programs = 0
  let names = 0
  const fresh = (name: string) => `${name}_${++names}`

  beforeAll(async () => {
    database = await create()
    stores.push(await openStore(database.location), await openStore(database.location))
  })
  beforeEach(() => {
    clock.now = monday
  })
  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()))
    await database.drop()
  })

  /** A program of its own, and two servers of it. */
  function start(fraud: ProgramInput['fraud'] = {}) {
    const incentives = conformanceProgram.incentives.map((one) =>
      one.id === 'welcome' ? { ...one, when: { type: 'first', conversion: 'purchase' } as const } : one,
    )
    const base = { ...conformanceProgram, id: `shop-${++programs}`, hosts: [], incentives }
    const program: Program = parseProgram({ ...base, fraud: { tooFast: { action: 'off' }, ...fraud } })
    const [backend, other] = stores.map((store) => sqlBackend({ store, program, now: () => clock.now })) as [
      SqlBackend,
      SqlBackend,
    ]
    return { program, backend, other, ...actions(backend) }
  }
  function actions(backend: SqlBackend) {
    const enrol = async (name: string, client?: Client, rest: object = {}) =>
      backend.enrol({ id: fresh(name), email: `${fresh(name)}@shop.example`, ...rest }, client && { client })
    /** A friend who follows a link and buys; the shop's server reports it. */
    const bring = async (
      code: string,
      { client, visitor = fresh('visitor'), ...rest }: { client?: Client; visitor?: string } & Order = {},
    ) => {
      const options: RecordOptions = client ? { client } : {}
      await backend.record([visit({ code, visitor, at: clock.now - 30 * minute })], options)
      return buy({ visitor, ...rest })
    }
    const buy = async ({ customer, ...rest }: Order = {}) => {
      const order = rest.order ?? fresh('o')
      const who = customer ?? { id: fresh('friend') }
      await backend.record([purchase({ at: clock.now, ...rest, order, customer: who })], server)
      return order
    }
    const reasons = async () =>
      (await backend.owner.reviews.list({ limit: 100 })).items.map(
        ({ order, because }) =>
          `${order}: ${because.map(({ reason, holds }) => (holds ? reason : `(${reason})`)).join(' ')}`,
      )
    const stateOf = async (order: string) => {
      const { items } = await backend.allRewards({ limit: 100 })
      return items
        .filter(({ id }) => id.includes(order))
        .map(({ incentive, state }) => `${incentive} ${state}`)
        .toSorted()
    }
    return { enrol, bring, buy, reasons, stateOf }
  }
  return { start, fresh, clock, stores }
}
