import type { JSX } from 'preact'
import { sayDate } from '../locales/say.ts'
import { Icon } from '../dialog/icons.tsx'
import { Section } from '../dialog/section.tsx'
import type { BelowProps } from './below-props.ts'
import { Line } from './line.tsx'
import { LongList } from './long-list.tsx'

/** Who came, by the names that a referrer may see. */
export function Friends({ model, words }: BelowProps): JSX.Element | null {
  const friends = model.invitation.referrals.value?.items
  if (!friends) return null
  const { locale, now } = model.speech()
  return (
    <Section part="friends" title={words.yourFriends}>
      {friends.length === 0 && <p class="empty">{words.noFriends}</p>}
      <LongList
        model={model}
        lines={friends.map(({ id, friend, at, state }) => (
          <Line
            key={id}
            look="badge"
            badge={friend?.trim().match(/./u)?.[0] ?? <Icon name="person" />}
            name={<bdi>{friend ?? words.aFriend}</bdi>}
            hint={[words.states[state], at === undefined ? '' : sayDate(at, locale, now)]
              .filter(Boolean)
              .join(' · ')}
          />
        ))}
      />
    </Section>
  )
}
