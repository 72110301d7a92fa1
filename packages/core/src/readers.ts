import type { Consent, ConsentFramework, TcData } from './consent.ts'
import type { Tracker } from './contract.ts'
import type { Route } from './outbox.ts'

/** What frameworks leave in a page beside themselves, as far as we read it. */
export interface ConsentPage {
  readonly document: Pick<Document, 'cookie' | 'querySelector'>
  readonly OnetrustActiveGroups?: string
  readonly dataLayer?: ArrayLike<unknown>[]
}

/** What a referral counts as, in the words of sites. */
const ours = /goodword|referral|marketing|\bad(s\b|vert)|targeting/i

const decide = (isGranted: unknown, isAnswered: unknown): Consent =>
  !isAnswered ? 'pending' : isGranted ? 'granted' : 'denied'

/** TCF 2.3: purposes 1 (storage on the device) and 7 (what advertising brings), or where the GDPR does not apply. */
export function readTcf({ gdprApplies, eventStatus, purpose }: TcData): Consent {
  if (gdprApplies === false) return 'granted'
  return decide(purpose?.consents?.[1] && purpose.consents[7], /loaded|complete/.test(eventStatus!))
}

/** What the page's framework says now; nothing, if it has none. Google's word counts where there is no other. */
export function readConsent(
  page: ConsentPage,
  framework: ConsentFramework | boolean = false,
): Consent | undefined {
  const cmp = framework as Partial<ConsentFramework>
  if (cmp.IsAlertBoxClosed)
    return decide(page.OnetrustActiveGroups?.includes('C0004'), cmp.IsAlertBoxClosed())
  if (cmp.consent) return decide(cmp.consent.marketing, cmp.hasResponse)
  if (cmp.getManager) {
    const { confirmed, consents, config } = cmp.getManager()
    const services = config.services.filter(({ name, purposes }) => ours.test([name, purposes].join()))
    return decide(services[0] && services.every(({ name }) => consents[name]), confirmed)
  }
  // Where vanilla-cookieconsent came as a module it leaves no global, and no banner once it was answered.
  let choice: string | undefined
  try {
    choice = /\bcc_cookie=([^;]+)/.exec(page.document.cookie)?.[1]
  } catch {
    // A sandboxed frame.
  }
  if (choice) {
    const { categories } = JSON.parse(decodeURIComponent(choice)) as { categories?: string[] }
    return decide(ours.test(String(categories)), categories)
  }
  if (framework !== true) return framework || page.document.querySelector('#cc-main') ? 'pending' : undefined
  let state: Consent | undefined
  // `gtag` pushes its arguments as they are. A default that denies is a question still open, wherever it is for.
  for (const { 0: kind, 1: action, 2: settings } of page.dataLayer!) {
    const { ad_storage } = (settings ?? {}) as { ad_storage?: string }
    const isGranted = ad_storage === 'granted'
    const isUpdate = action === 'update'
    if (kind === 'consent' && ad_storage && (isUpdate || state !== 'pending'))
      state = decide(isGranted, isUpdate || isGranted)
  }
  return state ?? 'granted'
}

/** Obeys the page's framework from now on, whenever what it says changes; returns what looks at once, for every click. */
export function watchConsent({ window, asks }: Route, { onError, consent }: Tracker): () => void {
  let tcf: Consent | undefined
  let last: Consent | undefined
  let timer: number | undefined

  const look = (): void => {
    let state: Consent | undefined = 'pending'
    try {
      // Frameworks come one after the other: a stub, then the real one.
      const framework = asks(window)
      // Of all frameworks only TCF is a function.
      if (!tcf && (framework as Partial<CallableFunction> | undefined)?.call) {
        tcf = state
        ;(framework as ConsentFramework)('addEventListener', 2, (data) => {
          if (data) tcf = readTcf(data)
          look()
        })
      }
      state = tcf ?? readConsent(window, framework)
    } catch (error) {
      onError(error)
    }
    if (!state) return
    // Most answers are a click, but few tell of it in a way that all have, and some need a moment.
    timer ??= window.setInterval(look, 500)
    if (state !== last) consent((last = state))
  }
  return look
}
