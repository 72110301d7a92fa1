import type { ConversionLine, ReferralBackend, Reward } from '@goodword/adapters'
import { httpBackend } from '@goodword/adapters/http'
import { conversionColumns, rewardColumns } from './columns.ts'
import { element, table } from './element.ts'
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
    showConversions(summary.conversions)
    showRewards()
    show('overview')
    part('status').textContent = `As of ${new Date().toLocaleTimeString()}.`
  }
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

  const enter = async (credentials: Credentials): Promise<void> => {
    backend = httpBackend({ url: window.location.origin, ...credentials, ...(fetch && { fetch }) })
    session.write(credentials)
    await run(refresh)
    // Opened without a connection: nothing to show but the way in.
    if (part('overview').hidden) show('enter')
  }
  const leave = (): void => {
    session.clear()
    backend = undefined
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

  const known = takeFromAddress(window) ?? session.read()
  if (known) await enter(known)
  else show('enter')
}

/** Codes of the errors that mean: not with this key. */
const refused: ReadonlySet<unknown> = new Set(['key-missing', 'key-wrong', 'program-unknown'])
