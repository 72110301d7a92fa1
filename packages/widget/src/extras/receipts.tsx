import type { InviteReceipt } from '@goodword/adapters'
import type { JSX } from 'preact'
import { Icon } from '../dialog/icons.tsx'
import type { PanelWords } from '../locales/panels/panel-words.ts'
import { Line } from '../standing/line.tsx'

/** An invitation that was asked for; without a status until it is known. */
export type Sent = Pick<InviteReceipt, 'email' | 'reason'> & Partial<Pick<InviteReceipt, 'status'>>

/** What became of each invitation. */
export function Receipts({
  sent,
  words,
}: {
  readonly sent: readonly Sent[]
  readonly words: PanelWords
}): JSX.Element | null {
  if (sent.length === 0) return null
  const say = ({ status, reason = '' }: Sent): string => {
    if (status === undefined) return words.sending
    if (status === 'sent') return words.sent
    const known = Object.hasOwn(words.refusals, reason) ? (reason as keyof PanelWords['refusals']) : 'other'
    return words.refusals[known]
  }
  return (
    <ul class="list" part="receipts">
      {sent.map((one, index) => (
        <Line
          key={`${one.email} ${index}`}
          look={one.status === 'sent' ? 'badge granted' : 'badge reversed'}
          badge={<Icon name={one.status === 'sent' ? 'check' : one.status ? 'close' : 'clock'} />}
          name={<bdi>{one.email}</bdi>}
          hint={say(one)}
        />
      ))}
    </ul>
  )
}
