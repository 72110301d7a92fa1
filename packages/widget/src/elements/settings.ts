import type { Tracker } from '@goodword/core'
import type { InviteSettings } from './contract.ts'

/** What an element goes by: its own attributes, else its tracker, else the page's language. */
export function readSettings(
  element: HTMLElement,
  tracker: Tracker | undefined,
  { document, navigator }: Window,
): InviteSettings {
  return {
    api: element.getAttribute('api') ?? tracker?.api,
    program: element.getAttribute('program') ?? tracker?.program,
    token: element.getAttribute('token') || tracker?.$token.get(),
    locale:
      element.getAttribute('locale') ||
      tracker?.locale ||
      element.closest<HTMLElement>('[lang]')?.lang ||
      document.documentElement.lang ||
      navigator.language,
    nonce: tracker?.nonce,
    tracker,
  }
}
