import type { JSX } from 'preact'
import type { ExtraProps } from '../dialog/extra.ts'

/** Channels that fewer programs list: drawn as the icons of the dialog are. */
const paths: Readonly<Record<string, string>> = {
  reddit: 'M12 9c5 0 8 2 8 5s-3 6-8 6-8-3-8-6 3-5 8-5zM12 9l1-5 4 1M9 13h0M15 13h0M9 16c2 1 4 1 6 0',
  bluesky:
    'M12 11C10 7 6 4 4 4c-2 3 0 8 3 9-2 1-2 5 1 6 2 0 3-3 4-5 1 2 2 5 4 5 3-1 3-5 1-6 3-1 5-6 3-9-2 0-6 3-8 7z',
  threads: 'M16 11c-1-3-7-3-7 1s5 4 6 1c1-4-1-6-3-6M20 12c0-5-3-8-8-8s-8 3-8 8 3 8 8 8c3 0 5-1 6-2',
  mastodon:
    'M5 5c3-2 11-2 14 0 1 3 1 7-1 9-3 1-6 1-9 1 0 3 3 3 6 2v3c-6 1-10-1-11-6 0-3 0-6 1-9zM8 12V9c0-2 4-2 4 0v2M12 9c0-2 4-2 4 0v3',
  pinterest: 'M9 21l3-12M8 13c-3-4 0-8 4-8s6 3 6 6-2 5-5 5l-2-1',
  line: 'M12 4c5 0 9 3 9 7 0 3-4 6-9 10v-3c-5 0-9-3-9-7s4-7 9-7zM7 9v4h2M12 9v4M14 13V9l3 4V9',
  viber:
    'M5 5c3-2 11-2 14 0 2 3 2 8 0 11-2 1-5 1-7 1l-4 4v-4c-2 0-3-1-3-1-2-3-2-8 0-11zM9 8c0 4 3 7 6 7l1-2-2-1-1 1-2-3 1-1-1-2z',
  vk: 'M4 7c1 7 4 10 9 10V8M13 13c3 0 5-3 6-6M13 12c3 0 5 2 7 5',
  weibo: 'M11 9c4-3 7-1 6 2 3 1 3 8-6 8-7 0-9-5-5-9 2-2 5-4 5-1zM11 14h0M16 4c3 0 5 2 5 5',
  teams: 'M4 7h9v9H4zM7 10h4M9 10v4M13 9h5v6c0 3-5 4-6 2M15 7a2 2 0 1 0 0-4',
  messenger: 'M12 4c5 0 9 3 9 8s-4 8-9 8l-3-1-3 2v-3c-2-1-3-3-3-6 0-5 4-8 9-8zM7 14l3-3 3 2 4-3',
}

/** The picture of a channel, beside its name. */
export function Content({ channel = '' }: ExtraProps): JSX.Element {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d={Object.hasOwn(paths, channel) ? paths[channel]! : ''} />
    </svg>
  )
}
