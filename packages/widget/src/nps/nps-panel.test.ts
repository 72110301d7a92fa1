import { afterEach, describe, expect, it, vi } from 'vitest'
import { heard, inside, openPage, textOf } from '../panel/testing.ts'
import { moodOf } from './feedback.ts'
import './nps-panel.tsx'

const page = openPage()
afterEach(() => {
  page.clear()
  vi.restoreAllMocks()
})

async function place(): Promise<HTMLElement> {
  const element = page.place('<goodword-nps></goodword-nps>')
  await expect.poll(() => textOf(element)).toContain('How likely are you to recommend Juniper Coffee')
  return element
}
const choose = (element: Element, score: number): void => inside(element, `input[value="${score}"]`).click()
async function answer(element: Element, comment = ''): Promise<void> {
  await expect.poll(() => element.shadowRoot!.querySelector('#why')).not.toBeNull()
  const field = inside(element, '#why', HTMLTextAreaElement)
  field.value = comment
  field.dispatchEvent(new Event('input', { bubbles: true }))
  inside(element, 'form', HTMLFormElement).requestSubmit()
}

it('counts 9 and 10 as promoters, 6 and less as detractors', () => {
  expect([0, 6, 7, 8, 9, 10].map(moodOf)).toEqual(['low', 'low', 'middle', 'middle', 'high', 'high'])
})

it('is one group of eleven radio buttons, whose ends say what they mean', async () => {
  const element = await place()
  const scores = [...element.shadowRoot!.querySelectorAll('input')]
  expect(scores.map(({ type, name }) => `${type} ${name}`)).toEqual(
    Array.from({ length: 11 }, () => 'radio score'),
  )
  expect([scores[0], scores[5], scores[10]].map((input) => input?.getAttribute('aria-label'))).toEqual([
    '0, Not at all',
    '5',
    '10, Very',
  ])
})

describe('an answer', () => {
  it('reaches the owner through the tracker, with what was added, once', async () => {
    const recorded = vi.spyOn(page.tracker, 'record')
    const element = await place()
    choose(element, 4)
    await expect.poll(() => textOf(element)).toContain('What went wrong?')
    const told = heard('goodword:feedback')
    await answer(element, '  Too slow.  ')
    expect((await told).detail).toEqual({ score: 4, comment: 'Too slow.' })
    await expect.poll(() => textOf(element)).toContain('Thank you. We read every answer.')
    expect(textOf(element)).not.toContain('Invite friends')
    element.remove()
    window.dispatchEvent(new Event('pagehide'))
    expect(recorded.mock.calls).toEqual([[{ type: 'feedback', score: 4, comment: 'Too slow.' }]])
  })

  it('of a promoter leads to the invitation', async () => {
    const opened = vi.fn<() => void>()
    page.tracker.on('open', opened)
    const element = await place()
    choose(element, 9)
    await answer(element)
    await expect.poll(() => textOf(element)).toContain('Would a friend like it too?')
    inside(element, '[part=invite]').click()
    await expect.poll(() => opened).toHaveBeenCalledOnce()
  })

  it('without a follow-up counts when the page is left', async () => {
    const recorded = vi.spyOn(page.tracker, 'record')
    const element = await place()
    choose(element, 7)
    await expect.poll(() => textOf(element)).toContain('What would make it a ten?')
    window.dispatchEvent(new Event('pagehide'))
    expect(recorded.mock.calls).toEqual([[{ type: 'feedback', score: 7 }]])
  })

  it('is none before a score was chosen', async () => {
    const recorded = vi.spyOn(page.tracker, 'record')
    await place()
    window.dispatchEvent(new Event('pagehide'))
    expect(recorded).not.toHaveBeenCalled()
  })
})

it('is not asked again for 90 days', async () => {
  const element = await place()
  choose(element, 8)
  await answer(element)
  await expect.poll(() => textOf(element)).toContain('Thank you.')
  const again = page.place('<goodword-nps></goodword-nps>')
  await expect.poll(() => again.shadowRoot!.adoptedStyleSheets.length).toBeGreaterThan(1)
  expect(textOf(again)).toBe('')
  const key = 'goodword:shop/~nps'
  localStorage.setItem(key, String(Number(localStorage.getItem(key)) - 91 * 86_400_000))
  await place()
})
