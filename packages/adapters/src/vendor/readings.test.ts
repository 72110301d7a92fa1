import { describe, expect, it } from 'vitest'
import { createReadings } from './readings.ts'

describe('readings', () => {
  function open() {
    let [clock, read] = [0, 0]
    const readings = createReadings(() => clock)
    const ask = (isContinued = false, took = 0) =>
      readings('list', isContinued, async () => {
        clock += took
        return [++read]
      })
    return { ask, forget: readings.forget, travel: (milliseconds: number) => (clock += milliseconds) }
  }

  it('shows further pages of what the first was read from, for half a minute after the last', async () => {
    const { ask, travel } = open()
    expect(await ask()).toEqual([1])
    for (let page = 0; page < 5; page++) {
      travel(20_000)
      expect(await ask(true)).toEqual([1])
    }
    expect(await ask()).toEqual([2])
    travel(31_000)
    expect(await ask(true)).toEqual([3])
  })

  it('reads once for all who ask at once, and keeps what took seconds', async () => {
    const { ask, travel } = open()
    expect(await Promise.all([ask(false, 4_000), ask()])).toEqual([[1], [1]])
    travel(20_000)
    expect(await ask()).toEqual([1])
    travel(31_000)
    expect(await ask()).toEqual([2])
  })

  it('reads anew after a change, and after a failure', async () => {
    const { ask, forget } = open()
    await ask()
    forget()
    expect(await ask(true)).toEqual([2])
    const failing = createReadings(() => 0)
    const fail = () => failing('list', true, () => Promise.reject(new Error('down')))
    await expect(fail()).rejects.toThrow('down')
    expect(await failing('list', true, async () => [7])).toEqual([7])
  })
})
