import type { Problem } from '../errors.ts'
import { problem } from './problems.ts'
import type { PathKey } from './schema-walk.ts'
import { templateVariables, type TemplateVariable } from '../messages/template-variables.ts'
import { formats, placeholder, pluralForm } from '../messages/template.ts'
import { didYouMean, record, type Loose } from './loose.ts'

const names = Object.keys(templateVariables)
const pluralKeys = /^(?:=\d+|zero|one|two|few|many|other)$/

/** What is wrong with the texts of one language that are filled in. */
export function* checkTemplates(said: Loose, path: readonly PathKey[]): Generator<Problem> {
  for (const field of ['message', 'subject', 'disclosure'])
    yield* checkTemplate(said[field], [...path, field])
  for (const [channel, text] of Object.entries(record(said['channels'])))
    yield* checkTemplate(text, [...path, 'channels', channel])
  for (const field of ['title', 'description'])
    yield* checkTemplate(record(said['preview'])[field], [...path, 'preview', field])
}

function* checkTemplate(text: unknown, path: readonly PathKey[]): Generator<Problem> {
  if (typeof text !== 'string') return
  for (const [source, name = '', format, rest] of text.matchAll(placeholder)) {
    if (!Object.hasOwn(templateVariables, name)) {
      const known = names.map((name) => `{${name}}`).join(', ')
      yield problem(path, source, `Use one of ${known}${didYouMean(name, names)}`)
    } else if (format === 'plural') yield* checkPlural(source, name as TemplateVariable, rest ?? '', path)
    else yield* checkFormat(source, name as TemplateVariable, format, path)
  }
  const [brace] = /[{}].{0,40}/s.exec(text.replaceAll(placeholder, '')) ?? []
  if (brace !== undefined)
    yield problem(path, brace, 'Write variables as {link}, each brace closed, and no other braces.')
}

function* checkFormat(
  source: string,
  name: TemplateVariable,
  format: string | undefined,
  path: readonly PathKey[],
): Generator<Problem> {
  const kind = templateVariables[name]
  const right = kind === 'text' || (kind === 'number' && !format) ? `{${name}}` : `{${name}, ${kind}}`
  if (format !== undefined && !Object.hasOwn(formats, format))
    yield problem(path, source, `Write ${right}${didYouMean(format, [...Object.keys(formats), 'plural'])}`)
  else if ((format ?? (kind === 'number' ? kind : 'text')) !== kind)
    yield problem(path, source, `Write ${right}: it is ${kind === 'money' ? kind : `a ${kind}`}.`)
}

function* checkPlural(
  source: string,
  name: TemplateVariable,
  rest: string,
  path: readonly PathKey[],
): Generator<Problem> {
  const forms = [...rest.matchAll(pluralForm)]
  const keys = forms.map(([, key = '']) => key)
  const wrong = keys.find((key) => !pluralKeys.test(key))
  if (templateVariables[name] !== 'number')
    yield problem(path, source, `Write {${name}}: only numbers such as {friends} have a plural.`)
  else if (wrong !== undefined)
    yield problem(path, source, `Write "zero", "one", "two", "few", "many", "other" or "=3" for "${wrong}".`)
  else if (!keys.includes('other'))
    yield problem(path, source, 'Add "other {…}", the form that all other numbers take.')
  else if (rest.replaceAll(pluralForm, '').trim() !== '')
    yield problem(path, source, 'Write each form as its name and its text in braces: one {# friend}.')
  else for (const [, , form] of forms) yield* checkTemplate(form, path)
}
