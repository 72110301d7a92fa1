import type { JSX } from 'preact'
import type { StandingProps } from '../dialog/model.ts'

interface LongListProps extends StandingProps {
  /** List items, newest first. */
  readonly lines: readonly JSX.Element[]
}

/** As many as are there at once, where there are more. */
const first = 5

/** The newest, and the others behind a native disclosure: who brought a hundred friends still finds what is below. */
export function LongList({ model, lines }: LongListProps): JSX.Element {
  const { words, locale } = model.speech()
  const isFolded = lines.length > first + 2
  const rest = isFolded ? lines.slice(first) : []
  return (
    <>
      <ul class="list">{isFolded ? lines.slice(0, first) : lines}</ul>
      {isFolded && (
        <details>
          <summary>
            {words.more} ({rest.length.toLocaleString(locale)})
          </summary>
          <ul class="list">{rest}</ul>
        </details>
      )}
    </>
  )
}
