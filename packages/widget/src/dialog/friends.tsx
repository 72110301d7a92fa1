import type { JSX } from 'preact'
import { sayDate } from '../locales/say.ts'
import { Icon } from './icons.tsx'
import type { StandingProps } from './model.ts'
import { Line, Section } from './section.tsx'

/** Who came, by the names that a referrer may see. */
export function Friends({ model }: StandingProps): JSX.Element | null {
  const { words: allWords, referrals } = model.invitation
  const words = allWords.value
  const friends = referrals.value?.items
  if (!friends) return null
  const { locale, now } = model.speech()
  return (
    <Section part="friends" title={words.yourFriends}>
      {friends.length === 0 && <p class="empty">{words.noFriends}</p>}
      <ul class="list">
        {friends.map(({ id, friend, at, state }) => (
          <Line
            key={id}
            look="badge"
            badge={friend?.trim().match(/./u)?.[0] ?? <Icon name="person" />}
            name={<bdi>{friend ?? words.aFriend}</bdi>}
            hint={`${words.states[state]} · ${sayDate(at, locale, now)}`}
          />
        ))}
      </ul>
    </Section>
  )
}
