import { afterEach, describe, expect, it } from 'vitest'
import { words } from '../locales/panels/en.ts'
import { heard, inside, openPage, textOf } from '../panel/testing.ts'
import { tokenFor } from '../testing.ts'
import { explainRefusal, isRepresentative } from './introduction.ts'
import './refer-panel.tsx'

const page = openPage()
afterEach(page.clear)

/** The backend in memory sends no mails: here stands one that does, or refuses. */
function sendMails(receipt: object): string[] {
  const bodies: string[] = []
  const { fetch } = page.shop
  page.shop = {
    ...page.shop,
    fetch: async (input, init) => {
      const request = new Request(input, init)
      const { pathname } = new URL(request.url)
      if (pathname.endsWith('/me/invites')) {
        bodies.push(await request.text())
        return Response.json({ receipts: [receipt] })
      }
      const response = await fetch(request)
      if (pathname !== '/v1/shop') return response
      const view = (await response.json()) as { supports: string[] }
      return Response.json({ ...view, supports: [...view.supports, 'invites'] })
    },
  }
  return bodies
}
const token = tokenFor({ sub: 'amy', name: 'Amy Winter' })
async function place(given = token): Promise<HTMLElement> {
  const element = page.place(`<goodword-refer token="${given}"></goodword-refer>`)
  await expect.poll(() => element.shadowRoot!.querySelector('form')).not.toBeNull()
  return element
}
function fill(element: Element, { consent = true } = {}): HTMLFormElement {
  inside(element, '#name', HTMLInputElement).value = 'Bo Larsen'
  inside(element, '#email', HTMLInputElement).value = 'bo@example.com'
  inside(element, '#line', HTMLTextAreaElement).value = 'You asked about coffee.'
  inside(element, '[type=checkbox]', HTMLInputElement).checked = consent
  return inside(element, 'form', HTMLFormElement)
}

describe('introducing somebody', () => {
  it('sends one invitation with name and line, and says so', async () => {
    const bodies = sendMails({ email: 'bo@example.com', status: 'sent' })
    const element = await place()
    const told = heard('goodword:refer')
    fill(element).requestSubmit()
    expect((await told).detail).toEqual({ email: 'bo@example.com' })
    await expect.poll(() => textOf(element)).toContain('Done. bo@example.com gets an e-mail')
    expect(bodies.map((body) => JSON.parse(body) as unknown)).toEqual([
      { invitations: [{ email: 'bo@example.com', name: 'Bo Larsen', message: 'You asked about coffee.' }] },
    ])
    inside(element, 'button.secondary').click()
    await expect.poll(() => element.shadowRoot!.querySelector('form')).not.toBeNull()
  })

  it('needs their consent', async () => {
    const bodies = sendMails({ email: 'bo@example.com', status: 'sent' })
    const element = await place()
    const form = fill(element, { consent: false })
    expect(form.checkValidity()).toBe(false)
    form.requestSubmit()
    expect(bodies).toEqual([])
  })

  it('says why it was not sent, and keeps what was written', async () => {
    sendMails({ email: 'bo@example.com', status: 'skipped', reason: 'daily-limit' })
    const element = await place()
    fill(element).requestSubmit()
    await expect.poll(() => textOf(element)).toContain('That was enough for today.')
    expect(inside(element, '#email', HTMLInputElement).value).toBe('bo@example.com')
  })

  it.each([
    ['own-address', '#email'],
    ['message-has-link', '#line'],
  ])('ties a refusal (%s) to the field that it is about', async (reason, field) => {
    sendMails({ email: 'bo@example.com', status: 'failed', reason })
    const element = await place()
    fill(element).requestSubmit()
    await expect.poll(() => element.shadowRoot!.querySelector('[aria-invalid]')).not.toBeNull()
    const wrong = inside(element, '[aria-invalid]')
    expect([wrong.matches(field), wrong.getAttribute('aria-describedby')]).toEqual([true, 'refusal'])
  })

  it('is for whoever is signed in', async () => {
    const element = page.place('<goodword-refer></goodword-refer>')
    await expect.poll(() => textOf(element)).toContain('Sign in to introduce somebody.')
    expect(element.shadowRoot!.querySelector('form')).toBeNull()
  })

  it('leads to the link where the backend sends no mails', async () => {
    const element = page.place(`<goodword-refer token="${token}"></goodword-refer>`)
    await expect.poll(() => textOf(element)).toContain('Here you invite by your own link.')
  })
})

it('speaks to a representative of somebody they talked to', async () => {
  sendMails({ email: 'bo@example.com', status: 'sent' })
  const claims = { sub: 'rita', name: 'Rita', role: 'rep' }
  const element = await place(tokenFor(claims))
  expect(textOf(element)).toContain('Introduce somebody you talked to')
  expect(['', 'a.b.c', undefined, token].map(isRepresentative)).toEqual([false, false, false, false])
})

it('has a sentence for every refusal, also for one of a newer server', () => {
  const say = (reason: string) => explainRefusal({ status: 'failed', reason }, words)
  expect(say('own-address')).toBe('That is your own address.')
  expect(say('on-the-moon')).toBe(words.refusals.other)
  expect(say('constructor')).toBe(words.refusals.other)
  expect(explainRefusal({ status: 'sent' }, words)).toBeUndefined()
})
