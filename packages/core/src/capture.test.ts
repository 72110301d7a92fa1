import { describe, expect, it } from 'vitest'
import * as fc from 'fast-check'
import { readArrival } from './capture.ts'

/** FAST_CHECK_RUNS=100000 for the long run. */
const fuzzRuns = Number(process.env['FAST_CHECK_RUNS'] ?? 5_000)
const read = (url: string, params = ['via', 'ref']) =>
  readArrival(new URL(url, 'https://shop.example/'), params)?.[0]

describe('readArrival', () => {
  it.each([
    ['/?via=AMY42', 'AMY42'],
    ['/?ref=AMY42', 'AMY42'],
    ['/x?a=1&via=AMY42&b=2', 'AMY42'],
    ['/#via=AMY42', 'AMY42'],
    ['/#top&via=AMY42', 'AMY42'],
    ['/#/x?via=AMY42', 'AMY42'],
    ['/#!/x/y?a=1&via=AMY42#z', 'AMY42'],
    ['/?ref=newsletter&via=AMY42', 'AMY42'],
    ['/?via=!!&ref=BO7', 'BO7'],
    ['/?via=AMY42#via=BO7', 'AMY42'],
    ['/?a=%E0%A4%A&via=AMY42', 'AMY42'],
  ])('finds the code in %s', (url, code) => {
    expect(read(url)?.code).toBe(code)
  })

  it.each([
    '/',
    '/?via=',
    '/?via',
    '/?xvia=AMY42',
    '/?via=a%20b',
    '/?via=<script>',
    `/?via=${'x'.repeat(65)}`,
  ])('finds none in %s', (url) => {
    expect(read(url)).toBeUndefined()
  })

  it('takes a well-formed channel along and leaves a malformed one', () => {
    expect(read('/?via=AMY42&ch=whatsapp')?.channel).toBe('whatsapp')
    expect(read('/?via=AMY42&ch=Not%20one')).toEqual({ code: 'AMY42' })
  })

  it('finds a well-formed code or nothing in any address', () => {
    const part = fc.oneof(
      fc.string(),
      fc.constantFrom('?', '#', '&', 'via=', 'AMY42', '%', '__proto__', 'ch='),
    )
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const url = URL.parse(parts.join(''), 'https://shop.example/')
        const [arrival, text = ''] = (url && readArrival(url, ['via', 'ref'])) ?? []
        if (arrival) expect(arrival.code).toMatch(/^[\w-]{1,64}$/)
        expect(url?.href ?? '').toContain(text)
      }),
      { numRuns: fuzzRuns },
    )
    expect('polluted' in {}).toBe(false)
  })
})
