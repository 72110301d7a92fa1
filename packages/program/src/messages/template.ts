import { formatMoney } from '../money.ts'

/** What a template's variables stand for. `undefined` is known, and nothing: an empty text, or none of what is counted. */
export type TemplateValues = Readonly<Record<string, string | number | undefined>>

/** In what to write numbers, money and days. */
export interface TemplateSpeech {
  /** A BCP 47 tag; one that is none counts as none. @default the host's own */
  readonly locale?: string | undefined
  /** ISO 4217, for `{amount, money}`. */
  readonly currency?: string | undefined
  /** IANA, for `{time, date}`. @default the host's own */
  readonly timeZone?: string | undefined
}

const inner = String.raw`(?:[^{}]|\{[^{}]*\})*`
/** `{name}`, `{name, format}` or `{name, plural, …}`, whose forms may hold placeholders, but no plural of their own. */
export const placeholder = new RegExp(
  String.raw`\{(\w+)(?:,\s*(\w+)\s*(?:,((?:[^{}]|\{${inner}\})*))?)?\}`,
  'g',
)
/** `one {…}`, `other {…}` or `=3 {…}` of a plural. */
export const pluralForm = new RegExp(String.raw`(=\d+|\w+)\s*\{(${inner})\}`, 'g')

/**
 * Fills `{name}`, `{name, number}`, `{name, money}` (minor units), `{name, date}` (epoch milliseconds) and
 * `{name, plural, =0 {nobody} one {# friend} other {# friends}}` in one pass: what a value contains is never filled
 * again. A name that is not known, or a format that is none, stays as it is.
 */
export function fillTemplate(text: string, values: TemplateValues, speech: TemplateSpeech = {}): string {
  return text.replaceAll(
    placeholder,
    (source: string, name: string, format: string | undefined, rest: string | undefined) => {
      if (!Object.hasOwn(values, name)) return source
      const value = values[name]
      if (format === 'plural') {
        const count = Number(value) || 0
        const form = chooseForm(rest ?? '', count, speech)
        // The number goes into the form before values do: a "#" in a value stays one.
        return form === undefined
          ? source
          : fillTemplate(form.replaceAll('#', formats.number(count, speech)), values, speech)
      }
      const say = format === undefined ? formats.number : formats[format as keyof typeof formats]
      if (!say) return source
      return typeof value === 'number' ? say(value, speech) : (value ?? '')
    },
  )
}

function chooseForm(rest: string, count: number, speech: TemplateSpeech): string | undefined {
  const forms = new Map([...rest.matchAll(pluralForm)].map(([, key, form]) => [key, form]))
  const rule = new Intl.PluralRules(known(speech)).select(count)
  return forms.get(`=${count}`) ?? forms.get(rule) ?? forms.get('other')
}

/** What a variable can be written as, besides `plural`. It has no prototype: `{name, constructor}` is no format. */
export const formats = {
  __proto__: null,
  number: (value: number, speech: TemplateSpeech) => value.toLocaleString(known(speech)),
  money: (amount: number, { locale, currency = '' }: TemplateSpeech) =>
    formatMoney({ amount, currency }, locale),
  date: (time: number, speech: TemplateSpeech) => {
    const day = (zone: { timeZone?: string }) =>
      new Date(time).toLocaleDateString(known(speech), { day: 'numeric', month: 'long', ...zone })
    try {
      return day(speech.timeZone ? { timeZone: speech.timeZone } : {})
    } catch {
      return day({})
    }
  },
}

/** Locales come from pages and visitors: one that is none must not throw into the page. */
function known({ locale }: TemplateSpeech): string | undefined {
  try {
    return Intl.getCanonicalLocales(locale)[0]
  } catch {
    return undefined
  }
}
