import { GoodwordError } from '@goodword/program/errors'
import type { TrackerOptions } from './contract.ts'

/** Error `options-invalid` for what a developer must correct. */
export function checkOptions(
  { program, api, params = [], days = 90, touch = 'last', consent = 'auto' }: TrackerOptions,
  window: Window | undefined,
): void {
  if (!window) throw invalid('window', window, 'create the tracker in a browser, not on the server')
  if (!/^[a-z0-9][a-z0-9_-]{0,63}$/.test(program))
    throw invalid('program', program, 'give the id in the program file')
  if (typeof api !== 'string' || !URL.canParse(api, window.location.href)) {
    throw invalid('api', api, 'give the address of the API, such as "https://refer.example.com"')
  }
  const badParam = params.find((name) => !/^[\w-]{1,32}$/.test(name))
  if (badParam !== undefined) throw invalid('params', badParam, 'give names of URL parameters, such as "via"')
  if (!(days >= 1 && days <= 400)) throw invalid('days', days, 'give 1 to 400')
  if (!['first', 'last'].includes(touch)) throw invalid('touch', touch, 'give "first" or "last"')
  if (!['auto', 'granted', 'pending', 'denied'].includes(consent)) {
    throw invalid('consent', consent, 'give "auto", "granted", "pending" or "denied"')
  }
}

function invalid(name: string, given: unknown, remedy: string): GoodwordError {
  return new GoodwordError('options-invalid', `The tracker’s ${name} is ${JSON.stringify(given)}: ${remedy}.`)
}
