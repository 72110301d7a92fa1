import { fireEvent, screen, waitFor, within } from '@testing-library/dom'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { openShop, shopProgram } from '../testing.ts'
import { closeSheet, openSheet } from './sheet.fixture.tsx'

// Links are followed by real browsers only.
beforeAll(() => document.addEventListener('click', (event) => event.preventDefault()))
afterEach(closeSheet)

const hrefOf = (name: string): URL =>
  new URL(screen.getByRole<HTMLAnchorElement>('link', { name }).getAttribute('href')!)

describe('the dialog', () => {
  it('shows the offer, the link and the message, and who has come', async () => {
    const shop = openShop()
    const { code } = await shop.backend.enrol({ id: 'amy' })
    await shop.order(code, 'Bo Larsen', 2)
    await openSheet(shop.backend)
    await screen.findByRole('heading', { name: 'Give $10, get $10' })
    expect(screen.getByLabelText<HTMLInputElement>('Your link').value).toBe(
      `https://shop.example/?via=${code}`,
    )
    screen.getByText('2 more friends to a free bag of coffee')
    await screen.findByText('On its way: Bo’s order can still be returned until Dec 4.')
    screen.getByText('Bo L.')
    expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('1')
  })

  it('counts no further than the last goal, and says which are reached to whoever sees no colours', async () => {
    const second = { ...shopProgram.incentives.find(({ when }) => when.type === 'milestone')!, id: 'second' }
    const program = { ...shopProgram, incentives: [...shopProgram.incentives, second] }
    const shop = openShop(program)
    const { code } = await shop.backend.enrol({ id: 'amy' })
    for (const name of ['Bo', 'Chiara', 'Diego']) await shop.order(code, name, 20)
    const { invitation } = await openSheet(shop.backend)
    const me = invitation.participant.value!
    // A backend may go on counting.
    invitation.become({ ...me, milestones: me.milestones!.map((goal) => ({ ...goal, have: 10_000 })) })
    const bar = await screen.findByRole('progressbar', { name: 'You reached every goal. Thank you.' })
    expect(bar.getAttribute('aria-valuenow')).toBe(bar.getAttribute('aria-valuemax'))
    expect(screen.getAllByRole('img', { name: '✓' })).toHaveLength(2)
  })

  it('says what to do when nobody has come yet', async () => {
    await openSheet(openShop().backend)
    await screen.findByText('No friends yet. Your first invite takes ten seconds.')
    expect(screen.queryByText('Your rewards')).toBeNull()
  })

  it('shows the coupon’s code to whose it is', async () => {
    const coupon = {
      id: 'welcome',
      when: { type: 'first', conversion: 'purchase' },
      to: 'referrer',
      give: { type: 'coupon', code: 'THANKS10', amount: 1000 },
    } as const
    const shop = openShop({ ...shopProgram, incentives: [coupon] })
    const { code } = await shop.backend.enrol({ id: 'amy' })
    await shop.order(code, 'Bo Larsen', 20)
    await openSheet(shop.backend)
    const line = (await screen.findByText('Ready to use.')).closest('li')!
    expect(within(line).getByText('THANKS10').tagName).toBe('CODE')
  })

  it('tells what others did and said where the owner does, and nothing otherwise', async () => {
    const copy = shopProgram.copy['en']!
    const proof = { text: 'Over 2,000 customers invited a friend.', quote: 'They thanked me.', by: 'Amy' }
    await openSheet(openShop({ ...shopProgram, copy: { en: { ...copy, proof } } }).backend)
    await screen.findByText('They thanked me.')
    expect(document.querySelector('[part=proof]')!.textContent).toBe(Object.values(proof).join(''))
    closeSheet()
    await openSheet(openShop().backend)
    await screen.findByText('How it works')
    expect(document.querySelector('[part=proof]')).toBeNull()
  })

  it('celebrates a goal that was reached, says so, and is put away', async () => {
    const { model, told } = await openSheet(openShop().backend)
    model.celebrated.value = { incentive: 'free-bag', count: 'friends', at: 3, have: 3, reached: true }
    await screen.findByText('You did it: a free bag of coffee. Thank you.')
    await waitFor(() => expect(told).toContain('says You did it: a free bag of coffee. Thank you.'))
    fireEvent.click(screen.getByRole('button', { name: 'Hide this' }))
    expect(screen.queryByText(/You did it/)).toBeNull()
  })

  it('opens with "Not now" when nobody has asked for it', async () => {
    const { told } = await openSheet(openShop().backend, { isUnasked: true })
    fireEvent.click(screen.getByRole('button', { name: 'Not now' }))
    expect(told).toEqual(['close'])
  })

  it('gives a link, and no more, to who types an e-mail', async () => {
    const { invitation } = await openSheet(openShop().backend, { name: '' })
    const field = await screen.findByLabelText<HTMLInputElement>('Your e-mail')
    field.value = 'zoe@example.com'
    fireEvent.submit(field.form!)
    await waitFor(() => expect(invitation.participant.value).toBeDefined())
    await screen.findByLabelText('Your link')
    screen.getByText('Sign in to see your friends and rewards here.')
    expect(screen.queryByText('Your friends')).toBeNull()
  })
})

describe('copying', () => {
  it('says "Copied" when it was', async () => {
    const written: string[] = []
    vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(async (text) => void written.push(text))
    const { told, invitation } = await openSheet(openShop().backend)
    fireEvent.click(await screen.findByRole('button', { name: 'Copy link' }))
    await screen.findByRole('button', { name: 'Copied' })
    const { link } = invitation.participant.value!
    expect(written).toEqual([link])
    expect(told).toEqual(['says Copied', `copy ${link}`])
  })

  it('never says so when it was not', async () => {
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('denied'))
    document.execCommand = () => false
    const { told } = await openSheet(openShop().backend)
    fireEvent.click(await screen.findByRole('button', { name: 'Copy link' }))
    await screen.findByText(/copy it by hand/)
    expect(screen.queryByRole('button', { name: 'Copied' })).toBeNull()
    expect(told.filter((what) => what.startsWith('copy'))).toEqual([])
  })
})

describe('sharing', () => {
  it('takes what the reader wrote to every channel, with the link and the disclosure', async () => {
    const { told, invitation } = await openSheet(openShop().backend)
    const written = 'He said "try it" & I did #1\n☕️ שלום?'
    fireEvent.input(await screen.findByLabelText('Your message'), { target: { value: written } })
    const { link } = invitation.participant.value!
    const whole = (channel: string): string =>
      `${written}\n${link}&ch=${channel}\n\nIf you order, I get $10 credit.`
    await waitFor(() => expect(hrefOf('WhatsApp').searchParams.get('text')).toBe(whole('whatsapp')))
    expect(hrefOf('E-mail').href).toContain(encodeURIComponent(whole('email')).replaceAll('%0A', '%0D%0A'))
    expect(decodeURIComponent(hrefOf('SMS').href)).toContain(`body=${whole('sms')}`)
    for (const [name, channel] of Object.entries({ X: 'x', Telegram: 'telegram' })) {
      const { searchParams } = hrefOf(name)
      expect(searchParams.get('text')).toBe(`${written}\n\nIf you order, I get $10 credit.`)
      expect(searchParams.get('url')).toBe(`${link}&ch=${channel}`)
    }
    expect(hrefOf('Facebook').searchParams.get('u')).toBe(`${link}&ch=facebook`)
    expect(hrefOf('LinkedIn').searchParams.get('url')).toBe(`${link}&ch=linkedin`)
    fireEvent.click(screen.getByRole('link', { name: 'WhatsApp' }))
    expect(told).toEqual(['share whatsapp'])
  })

  it('opens channels as links of their own window, which nothing blocks', async () => {
    await openSheet(openShop().backend)
    for (const link of await screen.findAllByRole<HTMLAnchorElement>('link')) {
      expect([link.target, link.rel]).toEqual(['_blank', 'noopener'])
    }
  })

  it('leaves out a channel that it does not know', async () => {
    await openSheet(openShop({ ...shopProgram, channels: ['pigeon', 'whatsapp', 'constructor'] }).backend)
    await screen.findByRole('link', { name: 'WhatsApp' })
    expect(screen.getAllByRole('link')).toHaveLength(1)
  })

  it('draws the QR code of the link when asked, and takes it away again', async () => {
    await openSheet(openShop().backend)
    const button = await screen.findByRole('button', { name: 'QR code' })
    fireEvent.click(button)
    const code = await screen.findByRole('img', { name: 'QR code' })
    expect(code.querySelector('[fill="#000"]')!.getAttribute('d')!.length).toBeGreaterThan(1000)
    expect(button.getAttribute('aria-expanded')).toBe('true')
    fireEvent.click(button)
    await waitFor(() => expect(screen.queryByRole('img')).toBeNull())
  })
})
