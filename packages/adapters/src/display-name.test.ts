import { describe, expect, it } from 'vitest'
import { displayName } from './display-name.ts'

describe('displayName', () => {
  it.each([
    ['Amy Winters', 'Amy W.'],
    ['  Amy   de la  cruz ', 'Amy C.'],
    ['Zoë', 'Zoë'],
    ['李 小龙', '李 小.'],
    ['👩🏽‍🚀 Stardust', '👩🏽‍🚀 S.'],
  ])('shortens %j to %j', (name, short) => {
    expect(displayName(name)).toBe(short)
  })

  it('shows nobody’s e-mail, and nothing where there is no name', () => {
    for (const name of ['amy@example.com', '', '   ', undefined]) expect(displayName(name)).toBeUndefined()
  })

  it('bounds a name that was made to be long', () => {
    expect(displayName('a'.repeat(10_000))).toHaveLength(24)
  })
})
