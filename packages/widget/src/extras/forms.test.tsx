import { GoodwordError } from '@goodword/program/errors'
import { fireEvent, screen, waitFor } from '@testing-library/dom'
import type { InviteReceipt, ReferralBackend } from '@goodword/adapters'
import { afterEach, describe, expect, it } from 'vitest'
import { closeSheet, openSheet } from '../dialog/sheet.fixture.tsx'
import { openShop } from '../testing.ts'

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
    await screen.findByRole('button', { name: 'Send 1 invitation' })
    // Not while it is being written.
    expect(screen.queryByText('Please check nope@.')).toBeNull()
    fireEvent.blur(screen.getByLabelText('Your friends’ addresses'))
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
    expect(field.getAttribute('aria-invalid')).toBe('true')
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
