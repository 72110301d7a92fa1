import type { Copy } from '../schema/copy.ts'

/** What a variant says otherwise, by language. */
export interface Overrides {
  readonly copy?: Readonly<Record<string, Words>> | undefined
}

type Words = { readonly [Key in keyof Copy]?: Copy[Key] | undefined }

/**
 * The copy as a variant says it, in the language of `copy`: the variant’s words for `locale`, else for its language
 * alone, else none, since half a dialog in another language would be a worse test. Lists such as `steps` are replaced;
 * the entries of `channels`, `rewards` and `terms` one by one.
 */
export function applyVariant(copy: Copy, variant: Overrides, locale: string): Copy {
  const own = wordsFor(variant, locale)
  const said = { ...copy } as Record<string, unknown>
  for (const [key, words] of Object.entries(own)) {
    const before = said[key]
    if (words !== undefined)
      said[key] = isEntries(words) && isEntries(before) ? { ...before, ...words } : words
  }
  return said as Copy
}

function wordsFor({ copy = {} }: Overrides, locale: string): Words {
  const [language = ''] = locale.split('-')
  const key = [locale, language].find((tag) => Object.hasOwn(copy, tag))
  return (key !== undefined && copy[key]) || {}
}

const isEntries = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
