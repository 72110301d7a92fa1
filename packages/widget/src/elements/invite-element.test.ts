import { describe, expect, it } from 'vitest'
import { tokenFor } from '../testing.ts'
import type { GoodwordInviteElement } from './contract.ts'
import { button, dialog, openInvitePage, textOf } from './invite-page.fixture.ts'

const page = openInvitePage(() => {
  const early = document.createElement('goodword-invite')
  early.id = 'early'
  early.token = 'given before the class was known'
  document.body.append(early)
})

it('keeps a property that was set before the element was defined', () => {
  const early = document.querySelector<GoodwordInviteElement>('#early')!
  expect(early.getAttribute('token')).toBe('given before the class was known')
  expect(Object.hasOwn(early, 'token')).toBe(false)
})

describe('the button', () => {
  it('is there at once, before anything is loaded', () => {
    const element = page.place('<goodword-invite></goodword-invite>')
    expect(button(element)!.textContent).toBe('Invite friends')
    expect(button(element)!.getAttribute('aria-haspopup')).toBe('dialog')
    expect(page.shop.requests).toEqual([])
  })

  it('speaks the page’s language', () => {
    document.documentElement.lang = 'de-AT'
    expect(button(page.place('<goodword-invite></goodword-invite>'))!.textContent).toBe('Freunde einladen')
  })

  it('says what the owner wrote, as text, and follows a change', () => {
    const element = page.place('<goodword-invite label="Share &lt;b&gt;coffee"></goodword-invite>')
    expect(button(element)!.textContent).toBe('Share <b>coffee')
    element.setAttribute('label', 'Give $10')
    expect(button(element)!.textContent).toBe('Give $10')
  })

  it('is not there in mode "dialog", also after a move', () => {
    const element = page.place('<goodword-invite mode="dialog"></goodword-invite>')
    document.body.append(element)
    expect(button(element)).toBeNull()
    element.setAttribute('mode', 'button')
    expect(button(element)!.textContent).toBe('Invite friends')
  })
})

describe('in the page itself', () => {
  it('shows everything without a button or a dialog', async () => {
    const element = page.place(
      `<goodword-invite mode="inline" token="${tokenFor({ sub: 'amy' })}"></goodword-invite>`,
    )
    await expect.poll(() => textOf(element)).toContain('3 more friends to a free bag')
    expect([button(element), dialog(element)]).toEqual([null, null])
    expect(element.shadowRoot!.querySelector('section.page [part=close]')).toBeNull()
  })
})

it('floats over the page, out of the way of what has the keyboard', () => {
  const element = page.place('<goodword-invite mode="floating"></goodword-invite><input>')
  expect(button(element)!.textContent).toBe('Invite friends')
  const box = (top: number) => () => new DOMRect(0, top, 100, 40)
  element.getBoundingClientRect = box(500)
  const input = element.parentElement!.querySelector('input')!
  input.getBoundingClientRect = box(520)
  input.focus()
  expect(element.style.translate).toBe('0 200%')
  input.blur()
  input.getBoundingClientRect = box(100)
  input.focus()
  expect(element.style.translate).toBe('')
})
