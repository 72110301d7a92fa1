import type { Consent } from './consent.ts'
import type { Tracker } from './contract.ts'
import type { Route } from './outbox.ts'

/** What the IAB's framework tells of a visitor's choices. */
export interface TcData {
  readonly eventStatus?: string
  readonly gdprApplies?: boolean
  readonly purpose?: { readonly consents?: Readonly<Record<string, boolean>> }
}

/** What frameworks leave in a page, as far as we read it. */
export interface ConsentPage {
  readonly document: { readonly cookie: string }
  readonly __tcfapi?: (
    command: string,
    version: 2,
    callback: (data: TcData | null, ok: boolean) => void,
  ) => void
  readonly OneTrust?: { readonly IsAlertBoxClosed?: () => boolean }
  readonly OnetrustActiveGroups?: string
  readonly Cookiebot?: { readonly hasResponse?: boolean; readonly consent?: { readonly marketing?: boolean } }
  readonly CookieConsent?: object
  readonly klaro?: { readonly getManager?: () => KlaroManager }
  readonly dataLayer?: ArrayLike<unknown>[]
}

interface KlaroManager {
  readonly confirmed?: boolean
  readonly consents?: Readonly<Record<string, boolean>>
  readonly config?: {
    readonly services: readonly { readonly name: string; readonly purposes?: readonly string[] }[]
  }
}

/** What a referral counts as, in the words of sites. */
const ours = /goodword|referral|marketing|\bads\b|advertis|targeting/i

const decide = (isGranted: unknown, isAnswered: unknown): Consent =>
  !isAnswered ? 'pending' : isGranted ? 'granted' : 'denied'

/** TCF 2.3: purposes 1 (storage on the device) and 7 (what advertising brings), or where the GDPR does not apply. */
export function readTcf(data: TcData): Consent {
  const { 1: storage, 7: measuring } = data.purpose?.consents ?? {}
  const isFree = data.gdprApplies === false
  return decide(isFree || (storage && measuring), isFree || /loaded|complete/.test(data.eventStatus!))
}

/** What the page's framework says now; nothing, if it has none. Google's word counts where there is no other. */
export function readConsent(page: ConsentPage): Consent | undefined {
  const { OneTrust, Cookiebot, klaro } = page
  if (OneTrust) return decide(page.OnetrustActiveGroups?.includes('C0004'), OneTrust.IsAlertBoxClosed?.())
  if (Cookiebot) return decide(Cookiebot.consent?.marketing, Cookiebot.hasResponse)

  // Where vanilla-cookieconsent came as a module it leaves no global.
  const choice = /\bcc_cookie=([^;]+)/.exec(page.document.cookie)?.[1]
  if (choice || page.CookieConsent) {
    const { categories } = JSON.parse(decodeURIComponent(choice ?? '{}')) as { categories?: string[] }
    return decide(ours.test(String(categories)), categories)
  }
  if (klaro) {
    const { confirmed, consents, config } = klaro.getManager?.() ?? {}
    const services = config?.services.filter(({ name, purposes }) => ours.test([name, purposes].join()))
    return decide(services?.[0] && services.every(({ name }) => consents![name]), confirmed)
  }
  let state: Consent | undefined
  // `gtag` pushes its arguments as they are. A default that denies is a question still open, wherever it is for.
  for (const { 0: kind, 1: action, 2: settings } of page.dataLayer ?? []) {
    const { ad_storage } = (settings ?? {}) as { ad_storage?: string }
    const isGranted = ad_storage === 'granted'
    const isUpdate = action === 'update'
    if (kind === 'consent' && ad_storage && (isUpdate || state !== 'pending'))
      state = decide(isGranted, isUpdate || isGranted)
  }
  return state
}

/** Obeys the page's framework from now on, whenever what it says changes; returns what looks at once. */
export function watchConsent({ window, asks }: Route, { consent, onError }: Tracker): () => void {
  const page = window as Window & ConsentPage
  let tcf: Consent | undefined
  let last: Consent | undefined
  let timer: number | undefined

  const look = (): void => {
    // A module's framework leaves no global.
    if (!asks(window) && !window.document.querySelector('#cc-main')) return
    // Most answers are a click, but few tell of it in a way that all have, and some need a moment.
    timer ??= window.setInterval(look, 500)
    let state: Consent = 'pending'
    try {
      // Frameworks come one after the other: a stub, then the real one.
      const { __tcfapi: addTcf } = page
      if (!tcf && addTcf) {
        tcf = state
        addTcf('addEventListener', 2, (data) => {
          if (data) tcf = readTcf(data)
          look()
        })
      }
      state = tcf ?? readConsent(page) ?? 'granted'
    } catch (error) {
      onError(error)
    }
    if (state !== last) consent((last = state))
  }
  // A framework that comes late; whoever answers it clicks.
  window.addEventListener('click', look, true)
  return look
}
