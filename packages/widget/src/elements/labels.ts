/** The button's text by language: small enough to be there at once, so that the button never changes its width. */
const labels: Readonly<Record<string, string>> = {
  en: 'Invite friends',
  de: 'Freunde einladen',
}

/** What the button says when nobody has said it, in the language of a BCP 47 tag. */
export function defaultLabel(locale: string): string {
  return labels[locale.slice(0, 2).toLowerCase()] ?? 'Invite friends'
}
