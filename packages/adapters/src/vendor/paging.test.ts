import { describe, expect, it } from 'vitest'
import { collect } from './paging.ts'

/** A list of so many, by pages of 100; from the second page on, everything has moved by `moved`. */
const numbers =
  (count: number, moved = 0) =>
  async (cursor = '0') => {
    const from = Number(cursor)
    const start = Math.max(0, from - (from > 0 ? moved : 0))
    const items = Array.from({ length: Math.max(0, Math.min(100, count - start)) }, (_, index) => ({
      id: start + index,
    }))
    return { items, ...(start + 100 < count && { next: String(from + 100) }) }
  }

describe('collect', () => {
  it('reads every page, and each item once though all of them moved meanwhile', async () => {
    expect((await collect(numbers(1_037))).length).toBe(1_037)
    const ids = (await collect(numbers(1_037, 3))).map(({ id }) => id)
    expect(ids).toEqual(Array.from({ length: 1_037 }, (_, index) => index))
  })

  it('refuses a list of more than 10,000, rather than read some of it', async () => {
    expect((await collect(numbers(10_000))).length).toBe(10_000)
    await expect(collect(numbers(10_001))).rejects.toMatchObject({ code: 'unsupported' })
  })

  it('ends where a vendor repeats its cursor', async () => {
    expect(await collect(async () => ({ items: [{ id: 1 }], next: 'again' }))).toEqual([{ id: 1 }])
  })
})
