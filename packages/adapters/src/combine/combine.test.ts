import { GoodwordError, parseProgram } from '@goodword/program'
import { smallShop } from '@goodword/program/presets'
import { describe, expect, it } from 'vitest'
import type { ReferralBackend } from '../backend.ts'
import { memoryBackend } from '../memory.ts'
import { combine, type MirrorProblem } from './combine.ts'

const program = parseProgram(smallShop)
const visit = (id: string, code: string) =>
  ({ id, type: 'visit', at: Date.now(), url: 'https://example.com/', code, visitor: `v_${id}` }) as const
const order = (id: string, code: string) =>
  ({
    id,
    type: 'conversion',
    at: Date.now(),
    name: 'purchase',
    order: id,
    amount: 4200,
    currency: 'USD',
    code,
    customer: { id: `friend-${id}` },
  }) as const

/** A memory backend that can be down, or refuse. */
function shaky() {
  const memory = memoryBackend({ program })
  let error: Error | undefined
  const guard = async <T>(run: () => Promise<T>): Promise<T> => {
    if (error) throw error
    return run()
  }
  const backend: ReferralBackend = {
    ...memory,
    enrol: (...given) => guard(() => memory.enrol(...given)),
    record: (...given) => guard(() => memory.record(...given)),
  }
  return { backend, memory, fail: (with_: Error | undefined) => (error = with_) }
}
const down = new GoodwordError('vendor-unavailable', 'The vendor is down.')

function scene(options: { capacity?: number; delay?: number } = {}) {
  const primary = memoryBackend({ program })
  const mirror = shaky()
  const problems: MirrorProblem[] = []
  const both = combine(primary, mirror.backend, {
    onMirrorProblem: (problem) => problems.push(problem),
    delay: 60_000,
    ...options,
  })
  return { primary, mirror, problems, both }
}

describe('two backends as one', () => {
  it('writes to both, under the same codes, and reads from the primary', async () => {
    const { primary, mirror, problems, both } = scene()
    const { code } = await both.enrol({ id: 'amy' })
    await both.record([visit('ev-visit-1', code), order('ev-order-1', code)], { source: 'server' })
    expect(await both.flush()).toBe(0)
    for (const backend of [primary, mirror.memory]) {
      expect((await backend.participant({ customer: 'amy' }))?.code).toBe(code)
      expect((await backend.participant({ code }))?.stats).toMatchObject({ visits: 1, friends: 1 })
    }
    await mirror.memory.record([visit('ev-other', code)])
    expect((await both.participant({ code }))?.stats?.visits).toBe(1)
    expect(problems).toEqual([])
  })

  it('translates codes for a mirror that gives its own', async () => {
    const { primary } = scene()
    const other = memoryBackend({ program })
    const mirror: ReferralBackend = { ...other, enrol: (customer) => other.enrol(customer) }
    const both = combine(primary, mirror)
    const { code } = await both.enrol({ id: 'amy' })
    await both.record([visit('ev-visit-1', code)])
    await both.flush()
    const twin = await other.participant({ customer: 'amy' })
    expect(twin?.code).not.toBe(code)
    expect(twin?.stats?.visits).toBe(1)
  })

  it('gives somebody another code at a mirror where theirs is somebody else’s, and tells it', async () => {
    const { mirror, problems, both } = scene()
    await mirror.memory.enrol({ id: 'zoe' }, { code: 'AMY42' })
    await both.enrol({ id: 'amy' }, { code: 'AMY42' })
    await both.record([visit('ev-visit-1', 'AMY42'), order('ev-order-1', 'AMY42')], { source: 'server' })
    expect(await both.flush()).toBe(0)
    const statsOf = async (customer: string) => (await mirror.memory.participant({ customer }))?.stats
    expect([(await statsOf('amy'))?.friends, (await statsOf('zoe'))?.friends]).toEqual([1, 0])
    expect(problems).toMatchObject([{ error: { code: 'code-taken' }, isLost: false }])
  })

  it('tells of an order that the mirror may have or not', async () => {
    const memory = memoryBackend({ program })
    const problems: MirrorProblem[] = []
    const both = combine(
      memoryBackend({ program }),
      {
        ...memory,
        record: async (events) =>
          events.map(({ id }) => ({
            id,
            status: 'held',
            reason: 'in-doubt',
            detail: 'Look in its dashboard.',
          })),
      },
      { onMirrorProblem: (problem) => problems.push(problem) },
    )
    await both.record([order('ev-order-1', 'nobody')], { source: 'server' })
    await both.flush()
    expect(problems).toMatchObject([{ isLost: true, error: { message: 'Look in its dashboard.' } }])
  })

  it('answers as the primary does while the mirror is down, tells, and catches up in order', async () => {
    const { mirror, problems, both } = scene()
    mirror.fail(down)
    const { code } = await both.enrol({ id: 'amy' })
    expect(await both.record([visit('ev-visit-1', code)])).toEqual([{ id: 'ev-visit-1', status: 'accepted' }])
    expect(await both.record([visit('ev-visit-1', code)])).toEqual([
      { id: 'ev-visit-1', status: 'duplicate' },
    ])
    expect(await both.flush()).toBe(3)
    expect(problems.at(-1)).toEqual({ write: 'enrol', error: down, isLost: false })
    mirror.fail(undefined)
    expect(await both.flush()).toBe(0)
    expect((await mirror.memory.participant({ code }))?.stats?.visits).toBe(1)
  })

  it('catches up by itself', async () => {
    const { mirror, both } = scene({ delay: 5 })
    mirror.fail(down)
    const { code } = await both.enrol({ id: 'amy' })
    await expect.poll(() => mirror.memory.participant({ code })).toBeUndefined()
    mirror.fail(undefined)
    await expect.poll(async () => (await mirror.memory.participant({ code }))?.code).toBe(code)
  })

  it('waits for no mirror that hangs, and tries again', async () => {
    const memory = memoryBackend({ program })
    const problems: MirrorProblem[] = []
    let hangs = true
    const enrol: ReferralBackend['enrol'] = (...given) =>
      hangs ? new Promise(() => {}) : memory.enrol(...given)
    const both = combine(
      memoryBackend({ program }),
      { ...memory, enrol },
      {
        patience: 20,
        delay: 60_000,
        onMirrorProblem: (problem) => problems.push(problem),
      },
    )
    await both.enrol({ id: 'amy' })
    expect(await both.flush()).toBe(1)
    expect(problems.at(-1)).toMatchObject({ isLost: false, error: { code: 'vendor-unavailable' } })
    hangs = false
    expect(await both.flush()).toBe(0)
    expect(await memory.participant({ customer: 'amy' })).toBeDefined()
  })

  it('gives up what the mirror refuses, tells it, and goes on with the next', async () => {
    const { mirror, problems, both } = scene()
    const refused = new GoodwordError('vendor-refused', 'No such program.')
    mirror.fail(refused)
    await both.enrol({ id: 'amy' })
    expect(await both.flush()).toBe(0)
    expect(problems).toEqual([{ write: 'enrol', error: refused, isLost: true }])
    mirror.fail(undefined)
    await both.enrol({ id: 'bo' })
    await both.flush()
    expect(await mirror.memory.participant({ customer: 'bo' })).toBeDefined()
  })

  it('keeps so many writes and no more, and says which one is lost', async () => {
    const { mirror, problems, both } = scene({ capacity: 2 })
    mirror.fail(down)
    for (const id of ['amy', 'bo', 'cy']) await both.enrol({ id })
    expect(problems.filter(({ isLost }) => isLost).map(({ error }) => error)).toMatchObject([
      { code: 'mirror-full' },
    ])
    mirror.fail(undefined)
    await both.flush()
    const ids = await Promise.all(
      ['amy', 'bo', 'cy'].map(async (customer) => !!(await mirror.memory.participant({ customer }))),
    )
    expect(ids).toEqual([true, true, false])
  })

  it('writes nothing to the mirror that the primary did not take', async () => {
    const { mirror } = scene()
    const primary = shaky()
    const problems: MirrorProblem[] = []
    const both = combine(primary.backend, mirror.backend, {
      onMirrorProblem: (problem) => problems.push(problem),
    })
    const bad = { ...order('ev-order-1', 'X'), name: 'no-such' }
    expect(await both.record([bad], { source: 'server' })).toMatchObject([{ status: 'rejected' }])
    primary.fail(down)
    await expect(both.enrol({ id: 'amy' })).rejects.toBe(down)
    await both.flush()
    expect(await mirror.memory.participant({ customer: 'amy' })).toBeUndefined()
    // It would have refused the event as well, and that would have been told.
    expect(problems).toEqual([])
  })

  it('does not fail because telling fails', async () => {
    const mirror = shaky()
    mirror.fail(down)
    const both = combine(memoryBackend({ program }), mirror.backend, {
      onMirrorProblem: () => {
        throw new Error('no log')
      },
    })
    await expect(both.enrol({ id: 'amy' })).resolves.toBeDefined()
    expect(await both.flush()).toBe(1)
  })
})
