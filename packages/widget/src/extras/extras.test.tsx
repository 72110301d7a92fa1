import { joinMessage } from '@goodword/program/messages'
import { channelFacts, channelNames } from '@goodword/program/channels'
import { fireEvent, screen, waitFor } from '@testing-library/dom'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { closeSheet, openSheet } from '../dialog/sheet.fixture.tsx'
import { openShop, shopProgram } from '../testing.ts'

beforeAll(() => document.addEventListener('click', (event) => event.preventDefault()))
afterEach(closeSheet)

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
    // Said once it is so, and not with every letter, as the count would be.
    expect(screen.getByRole('status').textContent).toBe('Too long for X.')
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
  // Which had the focus.
  expect(document.activeElement).toBe(screen.getAllByRole('link')[5])
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
