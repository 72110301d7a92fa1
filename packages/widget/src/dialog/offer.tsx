import { fillTemplate } from '@goodword/program/messages'
import type { JSX } from 'preact'
import { sayDate } from '../locales/say.ts'
import { Icon, type IconName } from './icons.tsx'
import type { ModelProps } from './model.ts'

/** Who gets what, and when. */
export function Offer({ model }: ModelProps): JSX.Element {
  const { invitation } = model
  const words = invitation.words.value
  const view = invitation.view.value
  const copy = view?.copy
  if (!copy) return <i class="bone" />
  const { locale, now } = model.speech()
  const { until, daysLeft } = invitation.scarcity.value ?? {}
  return (
    <div class="offer" part="offer">
      <dl>
        <Term icon="gift" name={words.youGet} text={copy.youGet} />
        <Term icon="person" name={words.friendGets} text={copy.friendGets} />
        <Term icon="clock" name={words.when} text={copy.when} />
      </dl>
      {until !== undefined && (
        <p class="ends" part="ends">
          {daysLeft === 0
            ? words.lastDay
            : fillTemplate(words.until, { date: sayDate(until, locale, now, view?.timeZone) })}
        </p>
      )}
    </div>
  )
}

function Term({ icon, name, text }: { icon: IconName; name: string; text: string }): JSX.Element {
  return (
    <div>
      <dt>
        <Icon name={icon} />
        {name}
      </dt>
      <dd>{text}</dd>
    </div>
  )
}
