import { describe, expect, it } from 'vitest'
import { crawlers, unfurlers } from './agents.fixture.ts'
import { callerOf } from './bots.ts'
import { browsers } from './browsers.fixture.ts'

describe('who asks', () => {
  it('is known for every table of callers, which are long enough to mean something', () => {
    expect(unfurlers.length).toBeGreaterThanOrEqual(60)
    expect(crawlers.length).toBeGreaterThanOrEqual(60)
    expect(browsers.length).toBeGreaterThanOrEqual(60)
  })

  it.each([
    ['unfurler', unfurlers],
    ['crawler', crawlers],
    ['human', browsers],
  ] as const)('is %s', (caller, agents) => {
    expect(agents.filter((agent) => callerOf(agent) !== caller)).toEqual([])
  })

  it('is no person without a name, and a long name costs no time', () => {
    expect([callerOf(null), callerOf(undefined), callerOf('')]).toEqual(['crawler', 'crawler', 'crawler'])
    const began = performance.now()
    for (let tries = 0; tries < 200; tries++) callerOf(`Mozilla/5.0 (${'('.repeat(100_000)}iPhone)`)
    expect(performance.now() - began).toBeLessThan(1000)
  })
})
