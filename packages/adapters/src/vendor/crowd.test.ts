import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { amy } from '../../simulators/crowd.ts'
import { crowds } from '../../simulators/crowds.ts'
import { serveSimulator } from '../../simulators/serving.ts'
import type { VendorName } from '../../simulators/vendors.ts'
import type { Page, PageQuery } from '../backend.ts'

type Ask = (page: PageQuery) => Promise<Page<{ readonly id: string; readonly at?: number }>>

/** More than three pages; and a thousand where no list had been tried with so many. */
const fewer: Partial<Record<VendorName, number>> = {
  growsurf: 337,
  ambassador: 337,
  referralcandy: 337,
  referralrock: 637,
}
const names = Object.keys(crowds) as VendorName[]
const manyOf = (name: VendorName): number => fewer[name] ?? 1_037

/** A vendor with that many friends of Amy's, and participants, on a port; `between` happens after an answer. */
async function open(name: VendorName) {
  const many = manyOf(name)
  let ahead = 0
  const now = () => Date.now() + ahead
  const crowd = crowds[name](now)
  for (let index = 0; index < many; index++) crowd.addFriend()
  if (!crowd.friendsJoin)
    for (let index = 1; index < many; index++) crowd.addPerson(index === many - 1 ? 2 : 1)
  let between: (() => void) | undefined
  const server = await serveSimulator(crowd.simulator, async (exchange) => {
    await exchange.send(await exchange.ask())
    between?.()
  })
  return {
    crowd,
    backend: crowd.connect(server.url, { retryDelay: 1, now }),
    requests: server.requests,
    /** So many times, each after another answer. */
    meanwhile(times: number, what: () => void) {
      let left = times
      between = () => void (left-- > 0 && what())
    },
    travel: (milliseconds: number) => (ahead += milliseconds),
    close: () => server.close(),
  }
}

async function walk<T>(ask: (page: PageQuery) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = []
  let page = await ask({ limit: 100 })
  for (items.push(...page.items); page.next !== undefined; items.push(...page.items))
    page = await ask({ limit: 100, cursor: page.next })
  return items
}

describe.each(names)('%s with many of everything', (name) => {
  const many = manyOf(name)
  let scene: Awaited<ReturnType<typeof open>>
  beforeAll(async () => void (scene = await open(name)))
  afterAll(() => scene.close())

  it('ranks all of them', async () => {
    const { crowd, backend } = scene
    if (!backend.supports.has('leaderboard')) return
    const standings = await backend.leaderboard({ limit: 100 })
    expect(standings[0]).toMatchObject({ rank: 1, friends: many })
    if (!crowd.friendsJoin) expect(standings[1]).toMatchObject({ rank: 2, friends: 2 })
  })

  it('lists everybody once, though others join and buy between its pages', async () => {
    const { crowd, backend, requests } = scene
    const [before, begun] = [crowd.emails(), requests.length]
    scene.meanwhile(3, () => crowd.addPerson(3))
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await backend.people!(cursor)
      seen.push(...page.items.map(({ email }) => email))
      cursor = page.next
    } while (cursor !== undefined)
    const known = new Set(before)
    expect(seen.filter((email) => known.has(email)).toSorted()).toEqual(before.toSorted())
    expect(requests.length - begun).toBeLessThanOrEqual(Math.ceil(seen.length / crowd.pages[0]) + 1)
  })

  it('lists friends and rewards once and newest first, though others come between its pages', async () => {
    const { crowd, backend, requests } = scene
    const { friends, rewards } = crowd.counts()
    async function hold(total: number, perPage: number, ask: Ask, read = total) {
      const begun = requests.length
      scene.meanwhile(4, crowd.addFriend)
      const found = await walk(ask)
      expect(new Set(found.map(({ id }) => id)).size).toBe(found.length)
      expect(found.length).toBeGreaterThanOrEqual(total)
      expect(found.length).toBeLessThanOrEqual(total + 4)
      const times = found.map(({ at = Infinity }) => at)
      expect(times).toEqual(times.toSorted((a, b) => b - a))
      // Who Amy is, what may be earned, and one page more where the last one is empty.
      expect(requests.length - begun).toBeLessThanOrEqual(Math.ceil((read + 4) / perPage) + 4)
      scene.travel(60_000)
    }
    const [, perPage, perRewards] = crowd.pages
    // Ambassador tells commissions of everybody at once.
    const read = name === 'ambassador' ? rewards : undefined
    await hold(friends, perPage, (page) => backend.referrals({ email: amy }, page), read)
    await hold(friends + 4, perRewards, (page) => backend.rewards({ email: amy }, page), read)
    await hold(rewards + 8, perRewards, (page) => backend.allRewards!(page))
  })
})
