import type { ConversionLine, Page, ReferralBackend, Reward } from '@goodword/adapters'
import { httpBackend } from '@goodword/adapters/http'
import { conversionColumns, rewardColumns } from './columns.ts'
import type { ReviewItem } from '../fraud/reviews.ts'
import { element, table } from './element.ts'
import { reviewQueue, showReviews, type ReviewQueue, type Verdict } from './reviews.ts'
import { beginSession } from './sign-in.ts'
import { createSession, takeFromAddress, type Credentials } from './session.ts'
import { describeGift, describeSummary } from './words.ts'

/** Where the page lives. */
export interface DashboardOptions {
  readonly window: Window
  /** @default the browser's */
  readonly fetch?: typeof fetch
}

/** Brings the owner's page to life. Nothing that the server says becomes HTML. */
export async function startDashboard({ window, fetch }: DashboardOptions): Promise<void> {
  const { document } = window
  const part = (id: string): HTMLElement => document.getElementById(id)!
  const session = createSession(window)
  let backend: ReferralBackend | undefined
  let queue: ReviewQueue | undefined
  let reviews: Page<ReviewItem> = { items: [] }
  let rewards: Reward[] = []
  let next: string | undefined

  const show = (what: 'enter' | 'overview'): void => {
    part('enter').hidden = what !== 'enter'
    for (const id of ['overview', 'actions']) part(id).hidden = what !== 'overview'
  }
  const fail = (message: string): void => {
    part('failure').textContent = message
    part('failure').hidden = message === ''
  }
  /** Runs one thing at a time that may fail, and says so if it does. */
  const run = async (job: (backend: ReferralBackend) => Promise<void>): Promise<void> => {
    if (!backend) return
    fail('')
    setBusy(true)
    try {
      await job(backend)
    } catch (error) {
      fail(error instanceof Error ? error.message : String(error))
      if (error instanceof Error && 'code' in error && refused.has(error.code)) leave()
    } finally {
      setBusy(false)
    }
  }
  const setBusy = (isBusy: boolean): void => {
    for (const button of document.querySelectorAll('main button, #refresh'))
      (button as HTMLButtonElement).disabled = isBusy
  }

  const refresh = async (from: ReferralBackend): Promise<void> => {
    reviews = (await queue?.open()) ?? reviews
    await overview(from)
  }
  const overview = async (from: ReferralBackend): Promise<void> => {
    const [view, summary, page] = await Promise.all([from.program(), from.summary!(), from.allRewards!()])
    rewards = [...page.items]
    next = page.next
    document.title = `${view.name} · Goodword`
    part('title').textContent = view.name
    part('numbers').replaceChildren(
      ...describeSummary(summary).map(({ label, value, note }) =>
        element(document, 'div', {
          children: [
            element(document, 'dt', { text: label }),
            element(document, 'dd', { text: value }),
            element(document, 'dd', { text: note }),
          ],
        }),
      ),
    )
    showQueue()
    showConversions(summary.conversions)
    showRewards()
    show('overview')
    part('status').textContent = `As of ${new Date().toLocaleTimeString()}.`
  }
  const showQueue = (): void =>
    showReviews({ section: part('reviews'), list: part('review-list'), decide: judge }, reviews)
  const judge = (item: ReviewItem, verdict: Verdict): void =>
    void run(async (from) => {
      const decided = (await queue?.decide(item, verdict)) ?? item
      reviews = { ...reviews, items: reviews.items.map((one) => (one === item ? decided : one)) }
      await overview(from)
      const place = part('review-list').querySelectorAll('li')[reviews.items.indexOf(decided)]
      place?.querySelector('button')?.focus()
    })
  const empty = (text: string): Node => element(document, 'p', { class: 'empty', text })
  const showConversions = (lines: readonly ConversionLine[]): void => {
    part('conversions').replaceChildren(
      lines.length > 0
        ? table(document, 'conversions-title', conversionColumns, lines)
        : empty('No conversions yet. The first one that your server or a page reports appears here.'),
    )
  }
  const showRewards = (): void => {
    part('rewards').replaceChildren(
      rewards.length > 0
        ? table(document, 'rewards-title', rewardColumns(ask), rewards)
        : empty('No rewards yet. They appear when a friend’s order counts.'),
    )
    part('more').hidden = next === undefined
  }
  const more = async (from: ReferralBackend): Promise<void> => {
    const page = await from.allRewards!({ ...(next && { cursor: next }) })
    rewards.push(...page.items)
    next = page.next
    showRewards()
  }

  const ask = (reward: Reward): void => {
    const dialog = part('confirm') as HTMLDialogElement
    const who = reward.participant?.name ?? reward.participant?.email ?? 'somebody'
    part('confirm-title').textContent = `${describeGift(reward)} for ${who}: given?`
    dialog.returnValue = 'no'
    const answered = () => {
      if (dialog.returnValue === 'yes') void run((to) => give(to, reward))
    }
    dialog.addEventListener('close', answered, { once: true })
    dialog.showModal()
  }
  const give = async (to: ReferralBackend, { id }: Reward): Promise<void> => {
    const given = await to.fulfil!(id, 'dashboard')
    rewards = rewards.map((reward) => (reward.id === id ? given : reward))
    showRewards()
  }

  const enter = async (given: Credentials, isNew = true): Promise<void> => {
    const url = window.location.origin
    backend = httpBackend({ url, ...given, ...(fetch && { fetch }) })
    await run(async () => {
      const credentials = isNew ? await beginSession(url, given, fetch) : given
      session.write(credentials)
      backend = httpBackend({ url, ...credentials, ...(fetch && { fetch }) })
      queue = reviewQueue(url, credentials, fetch)
      await refresh(backend)
    })
    // Opened without a connection: nothing to show but the way in.
    if (part('overview').hidden) show('enter')
  }
  const leave = (): void => {
    session.clear()
    backend = queue = undefined
    reviews = { items: [] }
    show('enter')
  }

  const form = part('enter') as HTMLFormElement
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const value = (field: string) => (form.elements.namedItem(field) as HTMLInputElement).value.trim()
    void enter({ program: value('program'), key: value('key') })
  })
  part('refresh').addEventListener('click', () => void run(refresh))
  part('more').addEventListener('click', () => void run(more))
  part('leave').addEventListener('click', () => {
    leave()
    form.reset()
  })
  window.addEventListener('hashchange', () => {
    const given = takeFromAddress(window)
    if (given) void enter(given)
  })

  const [given, known] = [takeFromAddress(window), session.read()]
  if (given) await enter(given)
  else if (known) await enter(known, false)
  else show('enter')
}

/** Codes of the errors that mean: not with this key. */
const refused: ReadonlySet<unknown> = new Set([
  'key-missing',
  'key-wrong',
  'session-ended',
  'program-unknown',
])
