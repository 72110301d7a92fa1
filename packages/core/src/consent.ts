/**
 * `granted`: kept and sent. `pending`: kept in memory, nothing stored and nothing sent. `denied`: nothing kept, and
 * what was kept is removed.
 */
export type Consent = 'granted' | 'pending' | 'denied'

/** What a site may ask for: `auto` obeys the page's consent framework or the browser's signal, else it is granted. */
export type ConsentOption = Consent | 'auto'

/** A consent framework, by what can be told apart: TCF is a function, the others are objects of their own kinds. */
export interface ConsentFramework {
  (command: 'addEventListener', version: 2, callback: (data: TcData | null) => void): void
  /** OneTrust's. */
  readonly IsAlertBoxClosed?: () => boolean
  /** Cookiebot's, with the answer below. */
  readonly consent?: { readonly marketing?: boolean }
  readonly hasResponse?: boolean
  /** Klaro's. */
  readonly getManager?: () => KlaroManager
}

/** What TCF tells of a visitor's choices. */
export interface TcData {
  readonly eventStatus?: string
  readonly gdprApplies?: boolean
  readonly purpose?: { readonly consents?: Readonly<Record<string, boolean>> }
}

interface KlaroManager {
  readonly confirmed: boolean
  readonly consents: Readonly<Record<string, boolean>>
  readonly config: {
    readonly services: readonly { readonly name: string; readonly purposes?: readonly string[] }[]
  }
}

/** What asks the page's visitors, as far as can be seen now: a framework, or `true` for Google's consent mode alone. */
export function findFramework(window: object): ConsentFramework | boolean | undefined {
  const page = window as FrameworkGlobals
  return (
    page['__tcfapi'] ??
    page.OneTrust ??
    page.Cookiebot ??
    page.CookieConsent ??
    page.klaro ??
    page.dataLayer?.some?.((call) => call?.[0] === 'consent')
  )
}

/** TCF, OneTrust, Cookiebot, vanilla-cookieconsent, Klaro; and where Google's consent mode is told. */
type FrameworkGlobals = Partial<
  Record<'__tcfapi' | 'OneTrust' | 'Cookiebot' | 'CookieConsent' | 'klaro', ConsentFramework>
> & { readonly dataLayer?: ArrayLike<unknown>[] }

/** What `option` comes to in this browser, as far as can be seen now. */
export function decideConsent(option: ConsentOption, window: Window): Consent {
  const { globalPrivacyControl } = window.navigator as { globalPrivacyControl?: boolean }
  if (option !== 'auto') return option
  return globalPrivacyControl ? 'denied' : findFramework(window) ? 'pending' : 'granted'
}
