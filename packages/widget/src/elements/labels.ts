/** The button's text by language: small enough to be there at once, so that the button never changes its width. */
const labels: Readonly<Record<string, string>> = {
  en: 'Invite friends',
  ar: 'ادعُ أصدقاءك',
  de: 'Freunde einladen',
  es: 'Invitar a amigos',
  fr: 'Inviter des amis',
  he: 'הזמנת חברים',
  it: 'Invita amici',
  ja: 'お友だちを招待',
  nl: 'Vrienden uitnodigen',
  pl: 'Zaproś znajomych',
  pt: 'Convidar amigos',
  zh: '邀请朋友',
}

/** What the button says when nobody has said it, in the language of a BCP 47 tag. */
export function defaultLabel(locale: string): string {
  return labels[locale.slice(0, 2).toLowerCase()] ?? 'Invite friends'
}

/** Where a visit keeps the program's own text for the button. */
export const labelKey = (program: string | undefined, locale: string): string =>
  `goodword-label:${program} ${locale}`

/** The program's own text, once it was heard in this visit: so that it is there with the button on the next page. */
export function keptLabel(window: Window, program: string | undefined, locale: string): string | undefined {
  try {
    return window.sessionStorage.getItem(labelKey(program, locale)) ?? undefined
  } catch {
    return undefined
  }
}
