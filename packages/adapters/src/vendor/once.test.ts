import { GoodwordError } from '@goodword/program/errors'
import { describe, expect, it } from 'vitest'
import { createOnce } from './once.ts'

const failure = (inDoubt: boolean): GoodwordError =>
  new GoodwordError('vendor-unavailable', 'down', { cause: { inDoubt } })

/** A store of one thing, which is made after a moment; each making may fail, before or after it was done. */
function createStore(...ends: ('before' | 'after' | 'refused')[]) {
  const made: string[] = []
  const once = createOnce()
  const make = (name: string) =>
    once(
      'key',
      async () => made[0],
      async () => {
        await new Promise((resolve) => setTimeout(resolve, 5))
        const end = ends.shift()
        if (end === 'refused') throw failure(false)
        if (end !== 'before') made.push(name)
        if (end) throw failure(true)
        return name
      },
    )
  return { made, make }
}

describe('making once', () => {
  it('makes one thing of many that are asked for at once', async () => {
    const { made, make } = createStore()
    const all = await Promise.all(['a', 'b', 'c'].map(make))
    expect(made).toEqual(['a'])
    expect(all).toEqual([
      { it: 'a', isNew: true },
      { it: 'a', isNew: false },
      { it: 'a', isNew: false },
    ])
  })

  it('finds what was made although the answer was lost', async () => {
    const { make } = createStore('after')
    await expect(make('a')).resolves.toEqual({ it: 'a', isNew: true })
  })

  it('says that nothing was made, and makes it the next time', async () => {
    const { made, make } = createStore('before')
    await expect(make('a')).rejects.toMatchObject({ code: 'vendor-unavailable' })
    await expect(make('b')).resolves.toEqual({ it: 'b', isNew: true })
    expect(made).toEqual(['b'])
  })

  it('does not look again for what was certainly refused', async () => {
    const { made, make } = createStore('refused')
    await expect(make('a')).rejects.toMatchObject({ cause: { inDoubt: false } })
    expect(made).toEqual([])
  })
})
