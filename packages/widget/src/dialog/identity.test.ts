import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tokenFor } from '../testing.ts'
import { readIdentity } from './identity.ts'

describe('readIdentity', () => {
  it('reads whom a token names, in any script', () => {
    const token = tokenFor({ sub: '42', email: 'zoe@example.com', name: 'Zoë 李 🌱' })
    expect(readIdentity(token)).toEqual({ id: '42', email: 'zoe@example.com', name: 'Zoë 李 🌱' })
  })

  it('takes an e-mail alone, and leaves out what is no text', () => {
    expect(readIdentity(tokenFor({ email: 'amy@example.com', name: 7 as never }))).toEqual({
      email: 'amy@example.com',
    })
  })

  it('names nobody when the token does not', () => {
    expect(readIdentity(tokenFor({ name: 'Amy' }))).toBeUndefined()
    expect(readIdentity(tokenFor({ sub: '' }))).toBeUndefined()
  })

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json().map(btoaSafe)), (text) => {
        const identity = readIdentity(text)
        expect(identity === undefined || Boolean(identity.id ?? identity.email)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})

const btoaSafe = (json: string): string => `e30.${btoa(encodeURIComponent(json))}.sig`
