/**
 * `granted`: kept and sent. `pending`: kept in memory, nothing stored and nothing sent. `denied`: nothing kept, and
 * what was kept is removed.
 */
export type Consent = 'granted' | 'pending' | 'denied'

/** What a site may ask for: `auto` obeys the privacy signal of the browser, and counts as granted without one. */
export type ConsentOption = Consent | 'auto'

/** What `option` comes to in this browser. */
export function decideConsent(option: ConsentOption = 'auto', navigator: Navigator): Consent {
  const { globalPrivacyControl } = navigator as { globalPrivacyControl?: boolean }
  return option !== 'auto' ? option : globalPrivacyControl ? 'denied' : 'granted'
}
