import type { JSX } from 'preact'
import { Icon, type IconName } from './icons.tsx'
import type { ModelProps } from './model.ts'

/** Who gets what, and when. */
export function Offer({ model: { invitation } }: ModelProps): JSX.Element {
  const words = invitation.words.value
  const copy = invitation.view.value?.copy
  if (!copy) return <div class="bone" />
  return (
    <dl class="offer" part="offer">
      <Term icon="gift" name={words.youGet} text={copy.youGet} />
      <Term icon="person" name={words.friendGets} text={copy.friendGets} />
      <Term icon="clock" name={words.when} text={copy.when} />
    </dl>
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
