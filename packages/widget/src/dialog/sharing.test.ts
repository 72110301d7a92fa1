import { describe, expect, it } from 'vitest'
import { copyText, type SharingWindow } from './copy-text.ts'
import { shareNatively } from './sharing.ts'

const message = {
  body: 'Try this',
  link: 'https://shop.example/r/shop/AMY42',
  subject: '$10 off',
  disclosure: 'I earn $10.',
}

function browser(share: (data: ShareData) => Promise<void>): SharingWindow {
  return { document, navigator: { share } as unknown as Navigator }
}

describe('shareNatively', () => {
  it('hands over the text with its disclosure, and the link beside it', async () => {
    let shared: ShareData | undefined
    const isShared = await shareNatively(
      message,
      browser(async (data) => void (shared = data)),
    )
    expect(isShared).toBe(true)
    expect(shared).toEqual({
      title: '$10 off',
      text: 'Try this\n\nI earn $10.',
      url: 'https://shop.example/r/shop/AMY42?ch=native',
    })
  })

  it('leaves the link inside a message that has it, once', async () => {
    let shared: ShareData | undefined
    const body = `See ${message.link} today`
    await shareNatively(
      { ...message, body },
      browser(async (data) => void (shared = data)),
    )
    expect(shared?.url).toBeUndefined()
    expect(shared?.text).toBe('See https://shop.example/r/shop/AMY42?ch=native today\n\nI earn $10.')
  })

  it('takes a change of mind for no share, and anything else for a failure', async () => {
    const refuse = (name: string) => browser(() => Promise.reject(new DOMException('no', name)))
    await expect(shareNatively(message, refuse('AbortError'))).resolves.toBe(false)
    await expect(shareNatively(message, refuse('NotAllowedError'))).rejects.toThrow('no')
  })
})

describe('copyText', () => {
  const field = (): HTMLInputElement => {
    const input = document.createElement('input')
    input.value = message.link
    document.body.append(input)
    return input
  }
  const refused = { clipboard: { writeText: () => Promise.reject(new Error('denied')) } }

  it('selects the field and says the truth when the browser refuses', async () => {
    const input = field()
    const window = {
      document: { execCommand: () => false } as unknown as Document,
      navigator: refused as unknown as Navigator,
    }
    await expect(copyText(message.link, input, window)).resolves.toBe(false)
    expect(document.activeElement).toBe(input)
    expect([input.selectionStart, input.selectionEnd]).toEqual([0, message.link.length])
  })

  it('copies in the old way where there is no clipboard', async () => {
    const window = {
      document: { execCommand: (command: string) => command === 'copy' } as unknown as Document,
      navigator: {} as Navigator,
    }
    await expect(copyText(message.link, field(), window)).resolves.toBe(true)
  })
})
