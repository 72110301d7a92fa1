import type { InviteReceipt, ReferralBackend } from '@goodword/adapters'
import { joinMessage } from '@goodword/program/messages'
import { channelFacts, channelNames } from '@goodword/program/channels'
import { GoodwordError } from '@goodword/program/errors'
import { fireEvent, screen, waitFor } from '@testing-library/dom'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { closeSheet, openSheet } from '../dialog/sheet.fixture.tsx'
import { openShop, shopProgram } from '../testing.ts'

beforeAll(() => document.addEventListener('click', (event) => event.preventDefault()))
afterEach(closeSheet)

/** A shop whose backend sends mails, as far as anybody can tell, and lets people choose their code. */
function openMailShop(answer: (emails: readonly string[]) => Promise<InviteReceipt[]>): {
  backend: ReferralBackend
  asked: string[]
} {
  const { backend } = openShop()
  const asked: string[] = []
  return {
    asked,
    backend: {
      ...backend,
      supports: new Set([...backend.supports, 'invites', 'codes.choose']),
      async invite(_, invitations) {
        asked.push(...invitations.map(({ email, message }) => `${email} ${message ?? ''}`.trim()))
        return answer(invitations.map(({ email }) => email))
      },
      async chooseCode(_, code) {
        if (code === 'taken') throw new GoodwordError('code-taken', 'taken')
        const me = (await backend.participant({ customer: 'amy' }))!
        return { ...me, code: code.toUpperCase(), link: me.link.replace(me.code, code.toUpperCase()) }
      },
    },
  }
}
const type = (label: string, value: string) =>
  fireEvent.input(screen.getByLabelText(label), { target: { value } })

describe('the message tools', () => {
  it('come when somebody begins to write, and show the friend’s view', async () => {
    const { model } = await openSheet(openShop().backend)
    expect(screen.queryByLabelText('This message is for')).toBeNull()
    fireEvent.focus(screen.getByLabelText('Your message'))
    await screen.findByLabelText('This message is for')
    const shown = document.querySelector('.bubble .text')!
    expect(shown.textContent).toBe(joinMessage(model.message.forChannel()!))
    expect(shown.textContent).toContain('If you order, I get $10 credit.')
  })

  it('keep a message for one channel apart from that for every other', async () => {
    await openSheet(openShop().backend)
    fireEvent.focus(screen.getByLabelText('Your message'))
    const choice = await screen.findByLabelText('This message is for')
    type('Your message', 'For all')
    fireEvent.change(choice, { target: { value: 'x' } })
    type('Your message', 'For X')
    const textOf = (name: string) =>
      new URL(screen.getByRole<HTMLAnchorElement>('link', { name }).href).searchParams.get('text')
    await waitFor(() => expect(textOf('X')).toContain('For X'))
    expect(textOf('WhatsApp')).toContain('For all')
    fireEvent.change(choice, { target: { value: '' } })
    expect(screen.getByLabelText<HTMLTextAreaElement>('Your message').value).toBe('For all')
  })

  it('count where the channel has a limit, and say what is too long', async () => {
    await openSheet(openShop().backend)
    fireEvent.focus(screen.getByLabelText('Your message'))
    const choice = await screen.findByLabelText('This message is for')
    type('Your message', 'a'.repeat(300))
    screen.getByText('Too long for X.')
    fireEvent.change(choice, { target: { value: 'x' } })
    expect(screen.getByText(/ of 280 characters/).className).toBe('over')
    type('Your message', 'Short')
    expect(screen.getByText(/ of 280 characters/).className).toBe('')
  })

  it('say so where a channel takes no text', async () => {
    await openSheet(openShop().backend)
    fireEvent.focus(screen.getByLabelText('Your message'))
    fireEvent.change(await screen.findByLabelText('This message is for'), { target: { value: 'facebook' } })
    screen.getByText(/Facebook takes no message/)
    expect(document.querySelector('.bubble .text')).toBeNull()
  })

  it('ask for the Mastodon server, and use it if it is one', async () => {
    await openSheet(openShop({ ...shopProgram, channels: ['mastodon', 'x'] }).backend)
    fireEvent.focus(screen.getByLabelText('Your message'))
    fireEvent.change(await screen.findByLabelText('This message is for'), { target: { value: 'mastodon' } })
    const hostOf = () => new URL(screen.getByRole<HTMLAnchorElement>('link', { name: 'Mastodon' }).href).host
    type('Your Mastodon server', 'chaos.social')
    expect(hostOf()).toBe('chaos.social')
    type('Your Mastodon server', 'evil.example/x?')
    expect(hostOf()).toBe('mastodon.social')
  })
})

it('opens every channel with what was written, whatever signs are in it', async () => {
  const written =
    'He said "try it" & I did #1 + 100%?\n\u2615\uFE0F \u{1F469}\u200D\u{1F467} \u05E9\u05DC\u05D5\u05DD'
  const { model, invitation } = await openSheet(
    openShop({ ...shopProgram, channels: [...channelNames] }).backend,
    {
      isPhone: true,
    },
  )
  model.showsAll.value = true
  type('Your message', written)
  const { link } = invitation.participant.value!
  const links = screen.getAllByRole<HTMLAnchorElement>('link')
  expect(links).toHaveLength(channelNames.length)
  for (const channel of model.channels()) {
    const { name, takesText, link: place, title } = channelFacts(channel)!
    const anchor = links.find(({ textContent }) => textContent === name)!
    const read = new Map(
      anchor
        .getAttribute('href')!
        .replace(/^[^?&]*[?&]/, '')
        .split('&')
        .map((pair) => pair.split('=').map(decodeURIComponent) as [string, string]),
    )
    const shown = [...read.values()].join('\n').replaceAll('\r\n', '\n')
    expect([channel, shown.split(`${link}&ch=${channel}`).length]).toEqual([channel, 2])
    if (!takesText) continue
    const text = title ? written.replaceAll(/\s+/g, ' ') : written
    expect([channel, shown.includes(text)]).toEqual([channel, true])
    expect([channel, shown.includes('If you order, I get $10 credit.')]).toEqual([channel, true])
    if (place === 'beside') expect([...read.values()]).toContain(`${link}&ch=${channel}`)
  }
})

it('has a picture for every channel', async () => {
  const { model } = await openSheet(openShop({ ...shopProgram, channels: [...channelNames] }).backend, {
    isPhone: true,
  })
  model.showsAll.value = true
  await waitFor(() => {
    const paths = [...document.querySelectorAll('a.tile path')].map((path) => path.getAttribute('d'))
    expect(new Set(paths).size).toBe(channelNames.length)
    expect(paths).not.toContain('')
  })
})

it('shows the best channels first, and the rest when asked', async () => {
  await openSheet(openShop({ ...shopProgram, channels: [...channelNames] }).backend)
  expect(screen.getAllByRole('link')).toHaveLength(5)
  fireEvent.click(screen.getByRole('button', { name: 'More' }))
  expect(screen.getAllByRole('link').length).toBeGreaterThan(12)
  expect(screen.queryByRole('button', { name: 'More' })).toBeNull()
})

describe('the QR code', () => {
  it('is kept as a file that needs nothing else', async () => {
    const { told } = await openSheet(openShop().backend)
    fireEvent.click(screen.getByRole('button', { name: 'QR code' }))
    const files: Blob[] = []
    vi.spyOn(URL, 'createObjectURL').mockImplementation((file) => (files.push(file as Blob), 'blob:x'))
    fireEvent.click(await screen.findByRole('button', { name: 'Download (SVG)' }))
    const text = await files[0]!.text()
    expect(files[0]!.type).toBe('image/svg+xml')
    expect(text).toMatch(/^<svg[^>]* xmlns="http:\/\/www.w3.org\/2000\/svg"/)
    expect(text).toMatch(/fill="#fff"[^]*fill="#000"/)
    expect(told).toEqual(['share qr'])
  })
})

describe('invitations by e-mail', () => {
  it('are not offered where the backend sends none', async () => {
    await openSheet(openShop().backend)
    await screen.findByRole('button', { name: 'QR code' })
    expect(screen.queryByRole('button', { name: 'Send for me' })).toBeNull()
  })

  it('say for each address what became of it, and keep what failed to be put right', async () => {
    const { backend, asked } = openMailShop(async (emails) => {
      await new Promise((resolve) => setTimeout(resolve, 50))
      return emails.map((email): InviteReceipt =>
        email.startsWith('bo')
          ? { email, status: 'sent' }
          : email.startsWith('cy')
            ? { email, status: 'skipped', reason: 'not-now' }
            : { email, status: 'failed', reason: 'email-invalid' },
      )
    })
    const { told } = await openSheet(backend)
    fireEvent.click(screen.getByRole('button', { name: 'Send for me' }))
    await screen.findByLabelText('Your friends’ addresses')
    type('Your friends’ addresses', 'Bo <bo@example.com>; cy@example.com\ndi@example.com')
    type('A line from you', 'Try it')
    fireEvent.submit(
      (await screen.findByRole<HTMLButtonElement>('button', { name: 'Send 3 invitations' })).form!,
    )
    // They are on the list before the answer is there.
    expect(await screen.findAllByText('Being sent')).toHaveLength(3)
    await screen.findByText('We cannot write to this address at the moment.')
    expect(asked).toEqual(['bo@example.com Try it', 'cy@example.com Try it', 'di@example.com Try it'])
    screen.getByText('On its way')
    screen.getByText('That address does not look right. Please check it.')
    expect(screen.getByLabelText<HTMLTextAreaElement>('Your friends’ addresses').value).toBe('di@example.com')
    expect(told).toEqual(['says 1 invitation is on its way', 'share invite'])
  })

  it('tell of an address once, whatever became of it before', async () => {
    let isGood = false
    const { backend } = openMailShop(async (emails) =>
      emails.map((email) =>
        isGood ? { email, status: 'sent' } : { email, status: 'failed', reason: 'not-now' },
      ),
    )
    await openSheet(backend)
    fireEvent.click(await screen.findByRole('button', { name: 'Send for me' }))
    const field = await screen.findByLabelText<HTMLTextAreaElement>('Your friends’ addresses')
    type('Your friends’ addresses', 'bo@example.com')
    const form = field.form!
    const receipts = () => [...form.querySelectorAll('[part=receipts] li')].map((line) => line.textContent)
    fireEvent.submit(form)
    await waitFor(() =>
      expect(receipts()).toEqual(['bo@example.comWe cannot write to this address at the moment.']),
    )
    isGood = true
    fireEvent.submit(form)
    await waitFor(() => expect(receipts()).toEqual(['bo@example.comOn its way']))
  })

  it('ask to check what is no address, and say who writes, and that it is rewarded', async () => {
    await openSheet(openMailShop(async () => []).backend)
    fireEvent.click(screen.getByRole('button', { name: 'Send for me' }))
    await screen.findByLabelText('Your friends’ addresses')
    screen.getByText(/Write to people you know only.*from Juniper Coffee in your name.*rewarded/)
    type('Your friends’ addresses', 'bo@example.com, nope@')
    await screen.findByText('Please check nope@.')
  })

  it('lose nothing when the server cannot be reached', async () => {
    const { backend } = openMailShop(async () => {
      throw new GoodwordError('network', 'gone')
    })
    await openSheet(backend)
    fireEvent.click(screen.getByRole('button', { name: 'Send for me' }))
    await screen.findByLabelText('Your friends’ addresses')
    type('Your friends’ addresses', 'bo@example.com')
    fireEvent.submit(
      (await screen.findByRole<HTMLButtonElement>('button', { name: 'Send 1 invitation' })).form!,
    )
    await screen.findByText('We could not reach our server.')
    expect(screen.getByLabelText<HTMLTextAreaElement>('Your friends’ addresses').value).toBe('bo@example.com')
    expect(screen.queryByText('Being sent')).toBeNull()
  })
})

describe('a code of one’s own', () => {
  it('changes code and link at once, and is not promised when it is taken', async () => {
    await openSheet(openMailShop(async () => []).backend)
    fireEvent.click(screen.getByRole('button', { name: 'Choose your own' }))
    const field = await screen.findByLabelText<HTMLInputElement>('Your own code')
    field.value = 'taken'
    fireEvent.submit(field.form!)
    await screen.findByText('Somebody has that one. Please try another.')
    field.value = 'amy-bakes'
    fireEvent.submit(field.form!)
    await screen.findByText('Done. This is your code and your link now.')
    expect(screen.getByLabelText<HTMLInputElement>('Your link').value).toMatch(/via=AMY-BAKES$/)
    screen.getByText('AMY-BAKES')
  })

  it('is not offered where there is none', async () => {
    await openSheet(openShop().backend)
    expect(screen.queryByRole('button', { name: 'Choose your own' })).toBeNull()
  })
})
