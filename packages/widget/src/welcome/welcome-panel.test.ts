import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { heard, inside, openPage, textOf } from '../panel/testing.ts'
import { shopProgram, tokenFor, openShop } from '../testing.ts'
import './welcome-panel.tsx'

const page = openPage()
/** The answers to "whose code is it?", and what was asked. */
const asked: string[] = []
let whose: (code: string) => object = () => ({ valid: true, code: 'ZOE42', name: 'Zoe' })
const isCheck = (input: RequestInfo | URL): boolean => new Request(input).url.endsWith('/codes/check')
beforeEach(() => {
  const { fetch } = page.shop
  page.shop = {
    ...page.shop,
    fetch: async (input, init) => {
      if (!isCheck(input)) return fetch(input, init)
      const { code } = (await new Request(input, init).json()) as { code: string }
      asked.push(code)
      return Response.json(whose(code))
    },
  }
})
afterEach(() => {
  page.clear()
  asked.length = 0
  whose = () => ({ valid: true, code: 'ZOE42', name: 'Zoe' })
})

const arrive = (): void => page.tracker.capture('https://shop.example/?via=ZOE42')
const submit = (element: Element, code: string): void => {
  inside(element, '#code', HTMLInputElement).value = code
  inside(element, 'form', HTMLFormElement).requestSubmit()
}

describe('who came by a link', () => {
  it('is told by whom they were invited, and to what', async () => {
    arrive()
    const element = page.place('<goodword-welcome></goodword-welcome>')
    await expect.poll(() => textOf(element)).toContain('Zoe invited you to Juniper Coffee')
    expect(inside(element, 'h2').textContent).toBe('$10 off the first order')
    expect(asked).toEqual(['ZOE42'])
  })

  it.each([
    ['that may not be told', () => ({ valid: true, code: 'ZOE42' })],
    ['the code is not known', () => ({ valid: false })],
    [
      'nobody answers',
      () => {
        throw new TypeError('Failed to fetch')
      },
    ],
  ])('sees the offer all the same when %s', async (_, answer) => {
    whose = answer
    arrive()
    const element = page.place('<goodword-welcome></goodword-welcome>')
    await expect.poll(() => textOf(element)).toContain('A friend invited you to Juniper Coffee')
  })

  it('sees nothing, and nothing is fetched, when nobody invited them', async () => {
    const element = page.place('<goodword-welcome></goodword-welcome>')
    await expect.poll(() => element.shadowRoot!.adoptedStyleSheets.length).toBeGreaterThan(1)
    expect([textOf(element), page.shop.requests, asked]).toEqual(['', [], []])
    arrive()
    await expect.poll(() => textOf(element)).toContain('Zoe invited you')
  })

  it('does not see it again once they have put it away', async () => {
    arrive()
    const element = page.place('<goodword-welcome></goodword-welcome>')
    await expect.poll(() => textOf(element)).toContain('Zoe invited you')
    const told = heard('goodword:dismiss')
    inside(element, '.close').click()
    await told
    await expect.poll(() => textOf(element)).toBe('')
    const again = page.place('<goodword-welcome></goodword-welcome>')
    await expect.poll(() => again.shadowRoot!.adoptedStyleSheets.length).toBeGreaterThan(1)
    expect(textOf(again)).toBe('')
    // Another friend's invitation is another matter.
    page.tracker.capture('https://shop.example/?via=KIM77')
    await expect.poll(() => textOf(again)).toContain('invited you')
  })

  it('is told when it is their own link', async () => {
    const { code } = await page.shop.backend.enrol({ id: 'amy', name: 'Amy Winter' })
    const element = page.place(
      `<goodword-welcome code="${code}" token="${tokenFor({ sub: 'amy' })}"></goodword-welcome>`,
    )
    await expect.poll(() => textOf(element)).toContain('This is your own link.')
    expect(textOf(element)).not.toContain('invited you')
  })
})

describe('a typed code', () => {
  it('is understood, kept by the tracker and told to the page', async () => {
    const element = page.place('<goodword-welcome ask-code></goodword-welcome>')
    await expect.poll(() => textOf(element)).toContain('Do you have a code from a friend?')
    const told = heard('goodword:code')
    submit(element, 'zoe 42')
    expect((await told).detail).toEqual({ code: 'ZOE42' })
    expect(asked[0]).toBe('zoe 42')
    expect(page.tracker.attribution()?.code).toBe('ZOE42')
    await expect.poll(() => textOf(element)).toContain('Zoe invited you')
  })

  it('that is nobody’s is told beside its field', async () => {
    whose = () => ({ valid: false })
    const element = page.place('<goodword-welcome ask-code></goodword-welcome>')
    await expect.poll(() => element.shadowRoot!.querySelector('#code')).not.toBeNull()
    submit(element, 'NOPE')
    await expect.poll(() => textOf(element)).toContain('We do not know this code')
    expect(inside(element, '#code').getAttribute('aria-invalid')).toBe('true')
    expect(page.tracker.attribution()).toBeUndefined()
  })
})

describe('a coupon', () => {
  const place = (attributes = '') => {
    arrive()
    return page.place(`<goodword-welcome coupon="WELCOME10" ${attributes}></goodword-welcome>`)
  }

  it('is there when asked for, and can be copied', async () => {
    const written = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue()
    const element = place()
    await expect.poll(() => textOf(element)).toContain('Show my code')
    const told = heard('goodword:coupon')
    inside(element, 'button.primary').click()
    expect((await told).detail).toEqual({ code: 'WELCOME10' })
    await expect
      .poll(() => element.shadowRoot!.querySelector<HTMLInputElement>('#coupon')?.value)
      .toBe('WELCOME10')
    inside(element, '[part=copy]').click()
    await expect.poll(() => inside(element, '[part=copy]').textContent).toBe('Copied')
    expect(written).toHaveBeenCalledWith('WELCOME10')
    // Readers of screens hear of it each time: the same words would be no news to them.
    const heardWords = () => element.shadowRoot!.querySelector('[role=status]')!.textContent
    expect(heardWords()).toBe('Copied')
    inside(element, '[part=copy]').click()
    await expect.poll(heardWords).toBe('Copied\u00A0')
  })

  it('is put in by the page, without a click, and then need not be typed', async () => {
    document.addEventListener('goodword:coupon', (event) => event.preventDefault(), { once: true })
    const element = place('apply="auto"')
    await expect.poll(() => textOf(element)).toContain('Your code is in.')
    expect(element.shadowRoot!.querySelector('#coupon')).toBeNull()
  })

  it('that is the friend’s own comes from their rewards', async () => {
    const coupon = {
      id: 'welcome',
      when: { type: 'first', conversion: 'purchase' },
      to: 'friend',
      give: { type: 'coupon', code: 'BO-10', amount: 1000 },
    } as const
    const fetch = page.shop.fetch
    const shop = openShop({ ...shopProgram, incentives: [coupon] })
    page.shop = {
      ...shop,
      fetch: (input, init) => (isCheck(input) ? fetch : shop.fetch)(input, init),
    }
    const { code } = await shop.backend.enrol({ id: 'zoe', name: 'Zoe' })
    await shop.order(code, 'Bo Larsen', 20)
    const element = page.place(
      `<goodword-welcome code="${code}" apply="auto" token="${tokenFor({ sub: 'Bo Larsen' })}"></goodword-welcome>`,
    )
    await expect
      .poll(() => element.shadowRoot!.querySelector<HTMLInputElement>('#coupon')?.value)
      .toBe('BO-10')
  })
})
