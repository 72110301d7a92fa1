import { fillTemplate } from '@goodword/program/messages'
import type { Plural } from './words.ts'

/** `fillTemplate` with the form that a number takes in a language, as `{count}`. */
export function sayCount(
  forms: Plural,
  count: number,
  locale: string,
  vars: Readonly<Record<string, string>> = {},
): string {
  const form = new Intl.PluralRules(locale).select(count) as keyof Plural
  return fillTemplate(forms[form] ?? forms.other, { ...vars, count: count.toLocaleString(locale) })
}

/**
 * `fillTemplate` with names and addresses, which may be written the other way than the sentence: those are kept to
 * themselves, or their signs would wander through it ("@will" for "will@").
 */
export function sayNamed(template: string, names: Readonly<Record<string, string>>): string {
  const isLeftwards = (text: string): boolean => /[\u0590-\u08FF]/.test(text)
  const kept = Object.entries(names).map(([key, name]) => [
    key,
    isLeftwards(name) === isLeftwards(template) ? name : `\u2068${name}\u2069`,
  ])
  return fillTemplate(template, Object.fromEntries(kept) as Record<string, string>)
}

/** A day as people write it, with the year only where it is not this one. */
export function sayDate(at: number, locale: string, now: number, timeZone?: string): string {
  const date = new Date(at)
  const year = date.getFullYear() === new Date(now).getFullYear() ? {} : ({ year: 'numeric' } as const)
  return date.toLocaleDateString(locale, {
    month: 'short',
    day: 'numeric',
    ...year,
    ...(timeZone && { timeZone }),
  })
}
