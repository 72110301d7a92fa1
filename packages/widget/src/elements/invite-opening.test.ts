import { describe, expect, it, vi } from 'vitest'
import { openShop, shopProgram, tokenFor } from '../testing.ts'
import type { GoodwordInviteElement } from './contract.ts'
import { button, dialog, heard, openInvitePage, textOf } from './invite-page.fixture.ts'

const page = openInvitePage()

describe('opening', () => {
  it('shows the dialog of whoever the token names, and tells the page', async () => {
    const element = page.place(`<goodword-invite token="${tokenFor({ sub: 'amy' })}"></goodword-invite>`)
    const opened = heard(document.body, 'goodword:open')
    button(element)!.click()
    expect((await opened).target).toBe(element)
    expect(dialog(element).open).toBe(true)
    await expect.poll(() => textOf(element)).toContain('3 more friends to a free bag')
    expect(element.hasAttribute('open')).toBe(true)
  })

  it('brings what stands below the fold when somebody scrolls', async () => {
    const element = page.place(`<goodword-invite open token="${tokenFor({ sub: 'amy' })}"></goodword-invite>`)
    await expect.poll(() => textOf(element)).toContain('3 more friends to a free bag')
    expect(textOf(element)).not.toContain('Your friends')
    element.shadowRoot!.querySelector('.body')!.dispatchEvent(new Event('scroll'))
    await expect.poll(() => textOf(element)).toContain('No friends yet')
    expect(textOf(element)).toContain('How it works')
  })

  it('works from the page.tracker, whose identity counts, and closes the same way', async () => {
    const element = page.place('<goodword-invite></goodword-invite>')
    page.tracker.identify(tokenFor({ sub: 'zoe' }))
    const opened = heard(element, 'goodword:open')
    page.tracker.open()
    await opened
    await expect.poll(() => textOf(element)).toContain('3 more friends to a free bag')
    // So that it never counts as a referral of theirs.
    expect(page.tracker.$identity.get()[1]).toMatch(/^\w+$/)
    const closed = heard(element, 'goodword:close')
    page.tracker.close()
    await closed
    expect(element.hasAttribute('open')).toBe(false)
    expect(dialog(element).open).toBe(false)
  })

  it('makes an element where the page has none', async () => {
    const opened = heard(document.body, 'goodword:open')
    page.tracker.open()
    const element = (await opened).target as GoodwordInviteElement
    expect(element.getAttribute('mode')).toBe('dialog')
    expect(dialog(element).open).toBe(true)
  })

  it('does not open when it was closed before it was loaded', async () => {
    const element = page.place('<goodword-invite></goodword-invite>')
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
    const element = page.place('<goodword-invite open></goodword-invite>')
    await expect.poll(() => textOf(element)).toContain('Your e-mail')
    element.token = tokenFor({ sub: 'amy' })
    await expect.poll(() => textOf(element)).toContain('3 more friends to a free bag')
    expect(textOf(element)).not.toContain('Your e-mail')
  })

  it('is closed when the element leaves the page, and can be opened when it is back', async () => {
    const element = page.place('<goodword-invite open></goodword-invite>')
    await expect.poll(() => element.shadowRoot!.querySelector('dialog')?.open).toBe(true)
    element.remove()
    await expect.poll(() => dialog(element).open).toBe(false)
    document.body.append(element)
    const opened = heard(element, 'goodword:open')
    element.open()
    await opened
    expect(element.shadowRoot!.querySelectorAll('dialog')).toHaveLength(1)
  })
})

describe('what goes wrong', () => {
  it('is told to the page as an event, and to the reader in words', async () => {
    page.shop.next.push(Response.json({ code: 'program-unknown', detail: 'none' }, { status: 404 }))
    const element = page.place('<goodword-invite></goodword-invite>')
    const failed = heard(document.body, 'goodword:error')
    button(element)!.click()
    expect((await failed).detail).toMatchObject({ code: 'program-unknown' })
    await expect.poll(() => textOf(element)).toContain('does not work right now')
  })

  it('asks the page for a new identity when it has run out', async () => {
    const element = page.place(`<goodword-invite token="${tokenFor({ sub: 'amy' })}"></goodword-invite>`)
    page.shop.next.push(Response.json({ code: 'token-expired', detail: 'expired' }, { status: 401 }))
    element.addEventListener('goodword:token-expired', () => {
      element.token = tokenFor({ sub: 'amy', name: 'again' })
    })
    element.open()
    await expect.poll(() => textOf(element)).toContain('3 more friends to a free bag')
    expect(textOf(element)).not.toContain('run out')
  })
})

it('reports what is shared, with the sharer’s own code', async () => {
  const recorded = vi.spyOn(page.tracker, 'record')
  const element = page.place(`<goodword-invite open token="${tokenFor({ sub: 'amy' })}"></goodword-invite>`)
  await expect.poll(() => element.shadowRoot!.querySelector('a')).not.toBeNull()
  const shared = heard(document.body, 'goodword:share')
  element.shadowRoot!.querySelector('a')!.click()
  expect((await shared).detail).toEqual({ channel: 'whatsapp' })
  const { code } = await page.shop.backend.enrol({ id: 'amy' })
  expect(recorded).toHaveBeenCalledWith({ type: 'share', channel: 'whatsapp', code })
})

describe('opening by itself', () => {
  it('offers "Not now", whose answer the page hears', async () => {
    const element = page.place('<goodword-invite></goodword-invite>')
    const opened = heard(element, 'goodword:open')
    element.ask()
    await opened
    const notNow = heard(document.body, 'goodword:not-now')
    element.shadowRoot!.querySelector<HTMLButtonElement>('[part=not-now]')!.click()
    await notNow
    expect(element.hasAttribute('open')).toBe(false)
  })

  it('takes who shares for somebody who said yes', async () => {
    const element = page.place(`<goodword-invite token="${tokenFor({ sub: 'amy' })}"></goodword-invite>`)
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
    const element = page.place('<goodword-invite open></goodword-invite>')
    const told: string[] = []
    element.addEventListener('goodword:not-now', () => told.push('not now'))
    await expect.poll(() => dialog(element)?.open).toBe(true)
    expect(element.shadowRoot!.querySelector('[part=not-now]')).toBeNull()
    const closed = heard(element, 'goodword:close')
    element.close()
    await closed
    expect(told).toEqual([])
  })
})

describe('a second time in the same visit', () => {
  const amy = `token="${tokenFor({ sub: 'amy' })}"`
  const openOnce = async () => {
    const element = page.place(`<goodword-invite open ${amy}></goodword-invite>`)
    await expect.poll(() => textOf(element)).toContain('3 more friends to a free bag')
    element.remove()
  }

  it('has the program’s own words on the button at once', async () => {
    const copy = shopProgram.copy['en']!
    page.shop = openShop({ ...shopProgram, copy: { en: { ...copy, button: 'Share the coffee' } } })
    const first = page.place(`<goodword-invite open ${amy}></goodword-invite>`)
    await expect.poll(() => button(first)!.textContent).toBe('Share the coffee')
    first.remove()
    expect(button(page.place(`<goodword-invite ${amy}></goodword-invite>`))!.textContent).toBe(
      'Share the coffee',
    )
  })

  it('shows at once what was there, also offline, and the link still works', async () => {
    await openOnce()
    page.shop.next.push(...Array<'offline'>(9).fill('offline'))
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
    const element = page.place(`<goodword-invite open ${amy}></goodword-invite>`)
    await expect.poll(() => element.shadowRoot!.querySelector('#link')).not.toBeNull()
    expect(textOf(element)).toContain('3 more friends to a free bag')
    vi.restoreAllMocks()
  })

  it('never shows what was somebody else’s', async () => {
    await openOnce()
    page.shop.next.push(...Array<'offline'>(9).fill('offline'))
    const element = page.place(`<goodword-invite open token="${tokenFor({ sub: 'bo' })}"></goodword-invite>`)
    await expect.poll(() => element.shadowRoot!.querySelector('dialog')?.open).toBe(true)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(element.shadowRoot!.querySelector('#link')).toBeNull()
  })
})
