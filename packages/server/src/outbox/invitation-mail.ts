import { displayName } from '@goodword/adapters'
import { composeMessage, joinMessage, type Program } from '@goodword/program'
import { mailWords } from './mail-words.ts'
import { oneLine, type Mail } from './mail.ts'

/** Who invites, and whom. */
export interface InvitationWords {
  readonly program: Program
  readonly referrer: { readonly name: string | null; readonly email: string | null; readonly code: string }
  /** The referrer's link. */
  readonly link: string
  readonly to: string
  /** The referrer's own line. */
  readonly message: string | undefined
  readonly unsubscribe: string
}

/** The mail that invites a friend: the referrer's own line, the program's words, and a way out. */
export function composeInvitation(words: InvitationWords): Mail {
  const { program, referrer, link, to, message, unsubscribe } = words
  const { locale, currency, timeZone } = program
  const name = safeName(referrer.name)
  const copy = program.copy[locale]!
  const { code } = referrer
  const composed = composeMessage({
    copy,
    channel: 'email',
    link,
    code,
    program: program.name,
    referrer: name,
    locale,
    currency,
    timeZone,
  })
  const house = oneLine(program.name)
  const { via, footer } = mailWords([locale])
  return {
    to,
    from: name === undefined ? house : via(name, house),
    // An answer goes to whoever invited, if anywhere.
    ...(referrer.email !== null && { replyTo: referrer.email }),
    subject: composed.subject,
    paragraphs: [...(message ? [message] : []), joinMessage(composed, 'email')],
    footer: footer(name, house),
    unsubscribe,
    locale,
  }
}

/** A name is shown to strangers, in a mail from a server that they trust: none that is an address. */
function safeName(name: string | null): string | undefined {
  const shown = name === null ? undefined : displayName(oneLine(name))
  return shown === undefined || hasLink(shown) ? undefined : shown
}

/** Whether people, or their mail programs, would read an address of the web or of a mailbox in this. */
export const hasLink = (text: string): boolean =>
  /:\/\/|\bwww\.|\S@\S|[\p{L}\p{N}-]\s*[.\u3002\uFF0E\uFF61]\p{L}{2,}/iu.test(text.normalize('NFKC'))
