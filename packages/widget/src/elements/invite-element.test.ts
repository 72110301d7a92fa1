import { createTracker, type Tracker } from '@goodword/core'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openShop, shopProgram, tokenFor, type TestShop } from '../testing.ts'
import type { GoodwordInviteElement } from './contract.ts'
import { defineWidgets } from './define.ts'
import './jsx.ts'

let shop: TestShop
let tracker: Tracker

// One page: elements can be defined once only.
beforeAll(() => {
  // Links are followed by real browsers only.
  document.addEventListener('click', (event) => event.preventDefault())
  tracker = createTracker({ program: 'shop', api: 'https://refer.example', consent: 'denied' })
  const early = document.createElement('goodword-invite')
  early.id = 'early'
  early.token = 'given before the class was known'
  document.body.append(early)
  defineWidgets({ tracker })
})
beforeEach(() => {
  shop = openShop()
  vi.stubGlobal('fetch', shop.fetch)
})
afterEach(() => {
  document.body.replaceChildren()
  document.documentElement.lang = ''
  sessionStorage.clear()
  tracker.identify()
  tracker.close()
})

function place(html: string): GoodwordInviteElement {
  const holder = document.createElement('div')
  holder.innerHTML = html
  document.body.append(holder)
  return holder.querySelector('goodword-invite')!
}

const button = (element: Element): HTMLButtonElement | null => element.shadowRoot!.querySelector('.open')
const dialog = (element: Element): HTMLDialogElement => element.shadowRoot!.querySelector('dialog')!
const textOf = (element: Element): string => element.shadowRoot!.textContent
const event = (element: Element, name: string): Promise<CustomEvent> =>
  new Promise((resolve) =>
    element.addEventListener(name, (told) => resolve(told as CustomEvent), { once: true }),
  )

it('keeps a property that was set before the element was defined', () => {
  const early = document.querySelector<GoodwordInviteElement>('#early')!
  expect(early.getAttribute('token')).toBe('given before the class was known')
  expect(Object.hasOwn(early, 'token')).toBe(false)
})

describe('the button', () => {
  it('is there at once, before anything is loaded', () => {
    const element = place('<goodword-invite></goodword-invite>')
    expect(button(element)!.textContent).toBe('Invite friends')
    expect(button(element)!.getAttribute('aria-haspopup')).toBe('dialog')
    expect(shop.requests).toEqual([])
  })

  it('speaks the page’s language', () => {
    document.documentElement.lang = 'de-AT'
    expect(button(place('<goodword-invite></goodword-invite>'))!.textContent).toBe('Freunde einladen')
  })

  it('says what the owner wrote, as text, and follows a change', () => {
    const element = place('<goodword-invite label="Share &lt;b&gt;coffee"></goodword-invite>')
    expect(button(element)!.textContent).toBe('Share <b>coffee')
    element.setAttribute('label', 'Give $10')
    expect(button(element)!.textContent).toBe('Give $10')
  })

  it('is not there in mode "dialog", also after a move', () => {
    const element = place('<goodword-invite mode="dialog"></goodword-invite>')
    document.body.append(element)
    expect(button(element)).toBeNull()
    element.setAttribute('mode', 'button')
    expect(button(element)!.textContent).toBe('Invite friends')
  })
})

describe('opening', () => {
  it('shows the dialog of whoever the token names, and tells the page', async () => {
    const element = place(`<goodword-invite token="${tokenFor({ sub: 'amy' })}"></goodword-invite>`)
    const opened = event(document.body, 'goodword:open')
    button(element)!.click()
    expect((await opened).target).toBe(element)
    expect(dialog(element).open).toBe(true)
    await expect.poll(() => textOf(element)).toContain('3 more friends to a free bag')
    expect(element.hasAttribute('open')).toBe(true)
  })

  it('brings what stands below the fold when somebody scrolls', async () => {
    const element = place(`<goodword-invite open token="${tokenFor({ sub: 'amy' })}"></goodword-invite>`)
    await expect.poll(() => textOf(element)).toContain('3 more friends to a free bag')
    expect(textOf(element)).not.toContain('Your friends')
    element.shadowRoot!.querySelector('.body')!.dispatchEvent(new Event('scroll'))
    await expect.poll(() => textOf(element)).toContain('No friends yet')
    expect(textOf(element)).toContain('How it works')
  })

  it('works from the tracker, whose identity counts, and closes the same way', async () => {
    const element = place('<goodword-invite></goodword-invite>')
    tracker.identify(tokenFor({ sub: 'zoe' }))
    const opened = event(element, 'goodword:open')
    tracker.open()
    await opened
    await expect.poll(() => textOf(element)).toContain('3 more friends to a free bag')
    // So that it never counts as a referral of theirs.
    expect(tracker.$identity.get()[1]).toMatch(/^\w+$/)
    const closed = event(element, 'goodword:close')
    tracker.close()
    await closed
    expect(element.hasAttribute('open')).toBe(false)
    expect(dialog(element).open).toBe(false)
  })

  it('makes an element where the page has none', async () => {
    const opened = event(document.body, 'goodword:open')
    tracker.open()
    const element = (await opened).target as GoodwordInviteElement
    expect(element.getAttribute('mode')).toBe('dialog')
    expect(dialog(element).open).toBe(true)
  })

  it('does not open when it was closed before it was loaded', async () => {
    const element = place('<goodword-invite></goodword-invite>')
    const told: string[] = []
    for (const name of ['goodword:open', 'goodword:close'])
      element.addEventListener(name, () => told.push(name))
    element.open()
    element.close()
    await expect.poll(() => element.shadowRoot!.querySelector('dialog')).not.toBeNull()
    await Promise.resolve()
    expect([dialog(element).open, told]).toEqual([false, []])
  })

  it('follows an identity that comes while it is open', async () => {
    const element = place('<goodword-invite open></goodword-invite>')
    await expect.poll(() => textOf(element)).toContain('Your e-mail')
    element.token = tokenFor({ sub: 'amy' })
    await expect.poll(() => textOf(element)).toContain('3 more friends to a free bag')
    expect(textOf(element)).not.toContain('Your e-mail')
  })

  it('is closed when the element leaves the page, and can be opened when it is back', async () => {
    const element = place('<goodword-invite open></goodword-invite>')
    await expect.poll(() => element.shadowRoot!.querySelector('dialog')?.open).toBe(true)
    element.remove()
    await expect.poll(() => dialog(element).open).toBe(false)
    document.body.append(element)
    const opened = event(element, 'goodword:open')
    element.open()
    await opened
    expect(element.shadowRoot!.querySelectorAll('dialog')).toHaveLength(1)
  })
})

describe('what goes wrong', () => {
  it('is told to the page as an event, and to the reader in words', async () => {
    shop.next.push(Response.json({ code: 'program-unknown', detail: 'none' }, { status: 404 }))
    const element = place('<goodword-invite></goodword-invite>')
    const failed = event(document.body, 'goodword:error')
    button(element)!.click()
    expect((await failed).detail).toMatchObject({ code: 'program-unknown' })
    await expect.poll(() => textOf(element)).toContain('does not work right now')
  })

  it('asks the page for a new identity when it has run out', async () => {
    const element = place(`<goodword-invite token="${tokenFor({ sub: 'amy' })}"></goodword-invite>`)
    shop.next.push(Response.json({ code: 'token-expired', detail: 'expired' }, { status: 401 }))
    element.addEventListener('goodword:token-expired', () => {
      element.token = tokenFor({ sub: 'amy', name: 'again' })
    })
    element.open()
    await expect.poll(() => textOf(element)).toContain('3 more friends to a free bag')
    expect(textOf(element)).not.toContain('run out')
  })
})

it('reports what is shared, with the sharer’s own code', async () => {
  const recorded = vi.spyOn(tracker, 'record')
  const element = place(`<goodword-invite open token="${tokenFor({ sub: 'amy' })}"></goodword-invite>`)
  await expect.poll(() => element.shadowRoot!.querySelector('a')).not.toBeNull()
  const shared = event(document.body, 'goodword:share')
  element.shadowRoot!.querySelector('a')!.click()
  expect((await shared).detail).toEqual({ channel: 'whatsapp' })
  const { code } = await shop.backend.enrol({ id: 'amy' })
  expect(recorded).toHaveBeenCalledWith({ type: 'share', channel: 'whatsapp', code })
})

describe('opening by itself', () => {
  it('offers "Not now", whose answer the page hears', async () => {
    const element = place('<goodword-invite></goodword-invite>')
    const opened = event(element, 'goodword:open')
    element.ask()
    await opened
    const notNow = event(document.body, 'goodword:not-now')
    element.shadowRoot!.querySelector<HTMLButtonElement>('[part=not-now]')!.click()
    await notNow
    expect(element.hasAttribute('open')).toBe(false)
  })

  it('takes who shares for somebody who said yes', async () => {
    const element = place(`<goodword-invite token="${tokenFor({ sub: 'amy' })}"></goodword-invite>`)
    const told: string[] = []
    element.addEventListener('goodword:not-now', () => told.push('not now'))
    element.ask()
    await expect.poll(() => element.shadowRoot!.querySelector('a')).not.toBeNull()
    element.shadowRoot!.querySelector('a')!.click()
    element.close()
    await expect.poll(() => dialog(element).open).toBe(false)
    expect(told).toEqual([])
  })

  it('is no "not now" when the reader had opened it', async () => {
    const element = place('<goodword-invite open></goodword-invite>')
    const told: string[] = []
    element.addEventListener('goodword:not-now', () => told.push('not now'))
    await expect.poll(() => dialog(element)?.open).toBe(true)
    expect(element.shadowRoot!.querySelector('[part=not-now]')).toBeNull()
    const closed = event(element, 'goodword:close')
    element.close()
    await closed
    expect(told).toEqual([])
  })
})

describe('in the page itself', () => {
  it('shows everything without a button or a dialog', async () => {
    const element = place(
      `<goodword-invite mode="inline" token="${tokenFor({ sub: 'amy' })}"></goodword-invite>`,
    )
    await expect.poll(() => textOf(element)).toContain('3 more friends to a free bag')
    expect([button(element), dialog(element)]).toEqual([null, null])
    expect(element.shadowRoot!.querySelector('section.page [part=close]')).toBeNull()
  })
})

it('floats over the page, out of the way of what has the keyboard', () => {
  const element = place('<goodword-invite mode="floating"></goodword-invite><input>')
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

describe('a second time in the same visit', () => {
  const amy = `token="${tokenFor({ sub: 'amy' })}"`
  const openOnce = async () => {
    const element = place(`<goodword-invite open ${amy}></goodword-invite>`)
    await expect.poll(() => textOf(element)).toContain('3 more friends to a free bag')
    element.remove()
  }

  it('has the program’s own words on the button at once', async () => {
    const copy = shopProgram.copy['en']!
    shop = openShop({ ...shopProgram, copy: { en: { ...copy, button: 'Share the coffee' } } })
    vi.stubGlobal('fetch', shop.fetch)
    const first = place(`<goodword-invite open ${amy}></goodword-invite>`)
    await expect.poll(() => button(first)!.textContent).toBe('Share the coffee')
    first.remove()
    expect(button(place(`<goodword-invite ${amy}></goodword-invite>`))!.textContent).toBe('Share the coffee')
  })

  it('shows at once what was there, also offline, and the link still works', async () => {
    await openOnce()
    shop.next.push(...Array<'offline'>(9).fill('offline'))
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
    const element = place(`<goodword-invite open ${amy}></goodword-invite>`)
    await expect.poll(() => element.shadowRoot!.querySelector('#link')).not.toBeNull()
    expect(textOf(element)).toContain('3 more friends to a free bag')
    vi.restoreAllMocks()
  })

  it('never shows what was somebody else’s', async () => {
    await openOnce()
    shop.next.push(...Array<'offline'>(9).fill('offline'))
    const element = place(`<goodword-invite open token="${tokenFor({ sub: 'bo' })}"></goodword-invite>`)
    await expect.poll(() => element.shadowRoot!.querySelector('dialog')?.open).toBe(true)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(element.shadowRoot!.querySelector('#link')).toBeNull()
  })
})
