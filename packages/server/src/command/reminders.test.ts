import { parseProgram, type ProgramInput } from '@goodword/program'
import { conformanceProgram } from '@goodword/adapters/conformance'
import { describe, expect, it } from 'vitest'
import { remindersOf, type SetUp } from './reminders.ts'

const { incentives } = conformanceProgram
/** Everything in its place, but for what is changed. */
const setUp = (change: Partial<SetUp> = {}, program: Partial<ProgramInput> = {}): SetUp => ({
  program: parseProgram({
    ...conformanceProgram,
    id: 'shop',
    incentives: [
      {
        id: 'bag',
        when: { type: 'first', conversion: 'purchase' },
        to: 'friend',
        give: { type: 'product', name: 'a bag' },
      },
    ],
    copy: { en: { ...conformanceProgram.copy['en']!, rewards: {} } },
    ...program,
  }),
  hasKey: true,
  hasWebhook: true,
  ...change,
})
const codes = (publicUrl: string, ...setUps: SetUp[]) =>
  remindersOf(publicUrl, setUps).map(({ code, program }) => [code, program].filter(Boolean).join(' '))
const url = 'https://refer.example.com'

describe('an owner is reminded', () => {
  it('of nothing when all is there', () => expect(codes(url, setUp())).toEqual([]))

  it.each(['http://localhost:4400', 'http://127.0.0.1', 'http://[::1]:80', 'http://shop.localhost'])(
    'that nobody else reaches %s',
    (local) => expect(codes(local, setUp())).toEqual(['public-url-local']),
  )

  it('of a secret key, of each program that has none', () =>
    expect(codes(url, setUp(), setUp({ hasKey: false }, { id: 'club' }))).toEqual(['key-missing club']))

  it('of a webhook where somebody has to give what is due, and only there', () => {
    const giving = (give: ProgramInput['incentives'][number]['give']) =>
      codes(
        url,
        setUp(
          { hasWebhook: false },
          {
            incentives: [{ id: 'it', when: { type: 'first', conversion: 'purchase' }, to: 'referrer', give }],
          },
        ),
      )
    expect(giving({ type: 'cash', amount: 500 })).toEqual(['webhook-missing shop'])
    expect(giving({ type: 'coupon', code: 'TEN' })).toEqual([])
    expect(giving({ type: 'recognition', name: 'thanks' })).toEqual([])
  })

  it('that a browser’s word is taken for what costs money', () => {
    const believing = (give: ProgramInput['incentives'][number]['give']) =>
      codes(
        url,
        setUp(
          {},
          {
            conversions: [{ name: 'purchase', value: true, trust: 'browser' }],
            incentives: [{ id: 'it', when: { type: 'first', conversion: 'purchase' }, to: 'referrer', give }],
          },
        ),
      )
    expect(believing({ type: 'credit', amount: 500 })).toEqual(['browser-believed shop'])
    expect(believing({ type: 'coupon', code: 'TEN' })).toEqual(['browser-believed shop'])
    expect(believing({ type: 'recognition', name: 'thanks' })).toEqual([])
  })

  it('in one short line each, which names what to do', () => {
    const many = Array.from({ length: 9 }, (_, index) => ({ ...incentives[0]!, id: `reward-${index}` }))
    const everything = remindersOf('http://localhost:4400', [
      setUp({ hasKey: false, hasWebhook: false }, { incentives: many }),
    ])
    expect(everything.length).toBeGreaterThanOrEqual(3)
    for (const { message } of everything) {
      expect(message).not.toContain('\n')
      expect(message.length).toBeLessThan(220)
      expect(message).toMatch(/set |Make |Create |Report /)
    }
  })
})
