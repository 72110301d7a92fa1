import { createTracker } from '@goodword/core'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openShop, tokenFor } from '../testing.ts'
import type { GoodwordInviteElement } from './contract.ts'
import { defineWidgets } from './define.ts'

beforeAll(() => {
  defineWidgets({
    tracker: createTracker({ program: 'shop', api: 'https://refer.example', consent: 'denied' }),
  })
})
beforeEach(() => void vi.stubGlobal('fetch', openShop().fetch))
afterEach(() => {
  document.body.replaceChildren()
  document.documentElement.lang = ''
  sessionStorage.clear()
})

function place(html: string): GoodwordInviteElement {
  document.body.innerHTML = html
  return document.querySelector('goodword-invite')!
}
const button = (element: Element): HTMLButtonElement | null => element.shadowRoot!.querySelector('.open')
const dialog = (element: Element): HTMLDialogElement | null => element.shadowRoot!.querySelector('dialog')
const textOf = (element: Element): string => element.shadowRoot!.textContent

describe('an element that is there already', () => {
  it('turns to another language with its element, and with the page', async () => {
    const element = place(`<goodword-invite open token="${tokenFor({ sub: 'amy' })}"></goodword-invite>`)
    await expect.poll(() => textOf(element)).toContain('Give $10, get $10')
    element.shadowRoot!.querySelector('.body')!.dispatchEvent(new Event('scroll'))
    await expect.poll(() => textOf(element)).toContain('How it works')
    element.setAttribute('locale', 'de')
    await expect.poll(() => textOf(element)).toContain('10 $ schenken, 10 $ bekommen')
    await expect.poll(() => textOf(element)).toContain('So geht’s')
    expect(textOf(element)).not.toContain('How it works')
    expect(button(element)!.textContent).toBe('Freunde einladen')
    element.removeAttribute('locale')
    await expect.poll(() => textOf(element)).toContain('Give $10, get $10')
    document.documentElement.lang = 'de'
    await expect.poll(() => textOf(element)).toContain('10 $ schenken, 10 $ bekommen')
  })

  it('becomes a part of the page, and a dialog again, by its mode', async () => {
    const element = place(`<goodword-invite open token="${tokenFor({ sub: 'amy' })}"></goodword-invite>`)
    await expect.poll(() => textOf(element)).toContain('3 more friends to a free bag')
    element.setAttribute('mode', 'inline')
    await expect.poll(() => element.shadowRoot!.querySelector('section.page')).not.toBeNull()
    await expect.poll(() => textOf(element)).toContain('3 more friends to a free bag')
    expect([dialog(element), button(element)]).toEqual([null, null])
    element.setAttribute('mode', 'button')
    element.open()
    await expect.poll(() => dialog(element)?.open).toBe(true)
    expect(element.shadowRoot!.querySelector('section.page')).toBeNull()
  })
})
