/**
 * `granted`: kept and sent. `pending`: kept in memory, nothing stored and nothing sent. `denied`: nothing kept, and
 * what was kept is removed.
 */
export type Consent = 'granted' | 'pending' | 'denied'

/** What a site may ask for: `auto` obeys the page's consent framework or the browser's signal, else it is granted. */
export type ConsentOption = Consent | 'auto'

/** Whether the page asks its visitors, as far as can be seen now. */
export function asksConsent(window: Window): boolean {
  const { dataLayer } = window as { dataLayer?: ArrayLike<unknown>[] }
  return (
    // Globals of TCF, OneTrust, Cookiebot, vanilla-cookieconsent and Klaro.
    ['__tcfapi', 'OneTrust', 'Cookiebot', 'CookieConsent', 'klaro'].some((name) => name in window) ||
    !!dataLayer?.some?.((call) => call?.[0] === 'consent')
  )
}

/** What `option` comes to in this browser, as far as can be seen now. */
export function decideConsent(option: ConsentOption = 'auto', window: Window): Consent {
  const { globalPrivacyControl } = window.navigator as { globalPrivacyControl?: boolean }
  if (option !== 'auto') return option
  return globalPrivacyControl ? 'denied' : asksConsent(window) ? 'pending' : 'granted'
}
