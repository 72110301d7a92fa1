import { createTracker, type Tracker } from '@goodword/core'
import { parseProgram, viewProgram, type ProgramInput, type ReferralEvent } from '@goodword/program'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createStorage } from '../storage.ts'
import { shopProgram, today } from '../testing.ts'
import { createAsker, type Asker } from './asker.ts'
import { watchMoments } from './watch.ts'

const minute = 60_000
const day = 1440 * minute
const moments: ProgramInput['moments'] = [
  { id: 'bought', on: { type: 'event', name: 'purchase' } },
  { id: 'promoter', on: { type: 'feedback' }, open: 'nps', delayMinutes: 5 },
]
const program = parseProgram({ ...shopProgram, moments })

let opened: string[]
let now: number
/** A page of the same browser, some time later. */
const openPage = (): Asker =>
  createAsker({
    window,
    program: 'shop',
    view: async () => viewProgram(program, []),
    storage: createStorage(() => localStorage),
    now: () => now,
    open: (what) => opened.push(what) > 0,
  })
let count = 0
const event = (what: object): ReferralEvent =>
  ({ id: `event-${String(++count).padStart(8, '0')}`, at: now, ...what }) as ReferralEvent
const purchase = (): ReferralEvent => event({ type: 'conversion', name: 'purchase', order: `o-${count}` })

beforeEach(() => {
  vi.useFakeTimers({ now: today })
  opened = []
  now = today
  localStorage.clear()
  document.body.replaceChildren()
})
afterEach(() => vi.useRealTimers())

it('asks after a purchase, once within the days that the program leaves between two asks', async () => {
  const page = openPage()
  await page.note(purchase())
  await page.note(purchase())
  expect(opened).toEqual(['invite'])
  now += 31 * day
  await openPage().note(purchase())
  expect(opened).toEqual(['invite', 'invite'])
})

it('does not ask for what it has been told twice', async () => {
  const bought = purchase()
  await openPage().note(bought)
  now += 2 * day
  localStorage.removeItem('goodword-due:shop')
  await openPage().note(bought)
  expect(opened).toEqual(['invite'])
})

it('is silent for as long as the program says after "not now", also in the next visit', async () => {
  await openPage().note(purchase())
  document.dispatchEvent(new CustomEvent('goodword:not-now'))
  now += 89 * day
  await openPage().note(purchase())
  expect(opened).toEqual(['invite'])
  now += 8 * day
  await openPage().note(purchase())
  expect(opened).toEqual(['invite', 'invite'])
})

it('waits its minutes, and asks in the same page', async () => {
  await openPage().note(event({ type: 'feedback', score: 10 }))
  expect(opened).toEqual([])
  now += 5 * minute
  await vi.advanceTimersByTimeAsync(5 * minute)
  expect(opened).toEqual(['nps'])
})

it('never asks who is unhappy', async () => {
  const page = openPage()
  await page.note(event({ type: 'feedback', score: 3 }))
  await page.note(purchase())
  expect(opened).toEqual([])
})

it('does not interrupt who is writing', async () => {
  const field = document.createElement('textarea')
  document.body.append(field)
  field.focus()
  await openPage().note(purchase())
  expect(opened).toEqual([])
  field.remove()
  await vi.advanceTimersByTimeAsync(11_000)
  expect(opened).toEqual(['invite'])
})

it('leaves it to a page that wants to ask in its own way, and counts that', async () => {
  const told: unknown[] = []
  const prevent = (ask: Event): void => {
    told.push((ask as CustomEvent).detail)
    ask.preventDefault()
  }
  document.addEventListener('goodword:ask', prevent)
  await openPage().note(purchase())
  document.removeEventListener('goodword:ask', prevent)
  await openPage().note(purchase())
  expect([told, opened]).toEqual([[{ moment: 'bought', open: 'invite' }], []])
})

it('works where the browser stores nothing, for as long as the page lives', async () => {
  const blocked = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('denied', 'SecurityError')
  })
  const page = openPage()
  await page.note(purchase())
  await page.note(purchase())
  expect(opened).toEqual(['invite'])
  blocked.mockRestore()
})

it('survives what somebody else has written under its keys', async () => {
  for (const text of ['{', '[]', '"x"', '{"happened":7,"asks":{},"dismissals":null}']) {
    localStorage.setItem('goodword-history:shop', text)
    await expect(openPage().note(purchase())).resolves.toBeUndefined()
  }
  expect(opened.length).toBeGreaterThan(0)
})

it('hears of what happened before it listened', async () => {
  vi.useRealTimers()
  vi.stubGlobal('fetch', async (input: string | Request) =>
    (input instanceof Request ? input.url : input).includes('/events')
      ? new Response('', { status: 503 })
      : Response.json({ ...viewProgram(program, []), supports: [] }),
  )
  const tracker: Tracker = createTracker({
    program: 'shop',
    api: 'https://refer.example',
    consent: 'granted',
  })
  tracker.convert('purchase', { order: 1 })
  watchMoments(window, tracker, (what) => opened.push(what) > 0)
  await expect.poll(() => opened).toEqual(['invite'])
  tracker.reset()
  vi.unstubAllGlobals()
})
