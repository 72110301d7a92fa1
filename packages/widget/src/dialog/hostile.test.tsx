import type { InviteReceipt, ReferralBackend } from '@goodword/adapters'
import { viewProgram, type Program } from '@goodword/program'
import { fireEvent, screen, waitFor } from '@testing-library/dom'
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { openShop, shopProgram } from '../testing.ts'
import { closeSheet, openSheet } from './sheet.fixture.tsx'

const run = 'window.attacked=1'
const elements =
  'script img svg iframe object embed video audio input details a link meta base style form math x-y'.split(
    ' ',
  )
const events = ['onload', 'onerror', 'onfocus', 'ontoggle', 'onanimationstart']
/** What a text may have to get out of first. */
const outs = ['', '">', "'>", '</textarea>', '</title>', '</style>', '</script>', '-->', ']]>', '\u2028', '}']
const addresses = [
  'javascript:',
  'JaVaScRiPt:',
  'java\tscript:',
  ' javascript:',
  '\u0001javascript:',
  'vbscript:',
]
const texts: readonly string[] = [
  ...elements.flatMap((element) =>
    outs.map((out, index) => `${out}<${element} src=x href="javascript:${run}" ${events[index % 5]}=${run}>`),
  ),
  '{referrer}{constructor}{__proto__}',
  '{n, plural, other {<script>window.attacked=1</script>}}',
  '\u202Egnp.exe',
  '&lt;script&gt;window.attacked=1&lt;/script&gt;',
]

/** What may stand where a web address does. */
const links: readonly string[] = addresses.flatMap((scheme) => [
  `${scheme}${run}`,
  `${scheme}//%0a${run}`,
  `"${scheme}${run}`,
  `data:text/html,<script>${run}</script>${scheme}`,
])

beforeAll(() => document.addEventListener('click', (event) => event.preventDefault()))
beforeEach(() => Reflect.deleteProperty(window, 'attacked'))
afterEach(closeSheet)

/** A backend somebody else wrote, which checks nothing: every text and address is the payload. */
async function openHostile(attack: string, link: string): Promise<ReferralBackend> {
  const copy = {
    ...shopProgram.copy['en']!,
    title: attack,
    button: attack,
    youGet: attack,
    friendGets: attack,
    when: attack,
    message: attack,
    subject: attack,
    disclosure: attack,
    channels: { x: attack },
    steps: [{ title: attack, text: attack }],
    faq: [{ question: attack, answer: attack }],
    terms: { text: attack, url: link },
    rewards: { credit: attack, 'free-bag': attack },
    preview: { title: attack, description: attack, image: link },
    proof: { text: attack, quote: attack, by: attack },
  }
  const program: Program = { ...shopProgram, name: attack, url: link, copy: { en: copy } }
  const { backend } = openShop()
  const reward = { reason: { code: 'on-hold', until: 0 }, state: 'pending', to: 'referrer', at: 0 } as const
  return {
    ...backend,
    supports: new Set([...backend.supports, 'invites', 'codes.choose']),
    program: async () => viewProgram(program),
    enrol: async () => ({ id: attack, code: attack, link, name: attack }),
    referrals: async () => ({ items: [{ id: attack, friend: attack, at: 0, state: 'held' }] }),
    rewards: async () => ({
      items: [
        { ...reward, id: attack, incentive: attack, friend: attack, give: { type: 'product', name: attack } },
        { ...reward, id: '2', incentive: attack, give: { type: 'coupon', code: attack } },
      ],
    }),
    invite: async (_, list): Promise<InviteReceipt[]> =>
      list.map(() => ({ email: attack, status: 'failed', reason: attack })),
  }
}

it('200 payloads in names, messages, copy, codes and addresses stay text', { timeout: 20_000 }, async () => {
  expect(texts.length + links.length).toBeGreaterThanOrEqual(200)
  const size = Math.ceil(texts.length / links.length)
  for (const [index, link] of links.entries()) {
    const attack = texts.slice(index * size, (index + 1) * size).join('\n')
    const { model } = await openSheet(await openHostile(attack, link))
    model.isWriting.value = true
    model.opened.value = 'invites'
    await waitFor(() => expect(document.querySelectorAll('.bubble, [part=invites]')).toHaveLength(2))
    // Elements that we never make, attributes that run, and addresses that do.
    const made = document.body.querySelectorAll(
      'script, iframe, object, embed, video, audio, link, meta, base, style, math, x-y, [onload], [onerror], [onfocus], [ontoggle], [onanimationstart]',
    )
    expect([attack, made.length]).toEqual([attack, 0])
    const schemes = [...document.body.querySelectorAll('a')].map(
      (anchor) => anchor.getAttribute('href')!.split(':', 1)[0]!,
    )
    expect([link, schemes.filter((scheme) => !/^(https|mailto|sms)$/.test(scheme))]).toEqual([link, []])
    expect([link, document.querySelectorAll('.card img').length]).toEqual([link, 0])
    expect(document.body.textContent).toContain(attack)
    expect([attack, Reflect.get(window, 'attacked')]).toEqual([attack, undefined])
    closeSheet()
  }
})

it('invitations that somebody answers with payloads show them as text', async () => {
  const attack = '<img src=x onerror=alert(1)>'
  const { model } = await openSheet(await openHostile(attack, 'https://shop.example/'))
  model.opened.value = 'invites'
  const field = await screen.findByLabelText('Your friends’ addresses')
  fireEvent.input(field, { target: { value: 'bo@example.com' } })
  fireEvent.submit(field.closest('form')!)
  await screen.findByText('This e-mail could not be sent.')
  expect(document.querySelector('[part=receipts] .name')!.textContent).toBe(attack)
})
