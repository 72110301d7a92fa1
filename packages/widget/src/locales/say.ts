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
 * `fillTemplate` with names and addresses. In a sentence from right to left each is kept to itself, or its signs would
 * wander: "@will" for "will@".
 */
export function sayNamed(template: string, names: Readonly<Record<string, string>>): string {
  const isLeftwards = /[\u0590-\u08FF]/.test(template)
  return fillTemplate(isLeftwards ? template.replaceAll(/\{\w+\}/g, '\u2068$&\u2069') : template, names)
}

/** The same words a second time: with a space more, as readers of screens are told of what changes only. */
export const sayAgain = (text: string, before: string): string =>
  text && text === before ? `${text}\u00A0` : text

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
