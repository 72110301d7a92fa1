import type { JSX } from 'preact'

/** One set: 24 units, one stroke, rounded ends. */
const paths = {
  gift: 'M4 11v9h16v-9M3 7h18v4H3zM12 7v13M12 7c-1-3-3-4-4-4-3 0-3 4 0 4h8c3 0 3-4 0-4-1 0-3 1-4 4',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 20c1-4 4-5 8-5s7 1 8 5',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3 2',
  close: 'M6 6l12 12M18 6L6 18',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  check: 'M5 12l5 5 9-10',
  undo: 'M9 14l-5-5 5-5M4 9h10a5 5 0 0 1 0 10h-2',
  share: 'M12 15V3M8 7l4-4 4 4M7 11H5v10h14V11h-2',
  whatsapp: 'M4 20l1-4a8 8 0 1 1 3 3zM9 8c-1 3 3 8 6 7l1-2-2-1-1 1c-1 0-2-1-2-2l1-1-1-2z',
  email: 'M3 6h18v13H3zM4 7l8 6 8-6',
  sms: 'M4 5h16v12h-8l-4 3v-3H4zM8 11h0M12 11h0M16 11h0',
  x: 'M4 4h4l12 16h-4zM19 4l-6 7M11 13l-6 7',
  telegram: 'M21 4L3 11l6 2 2 6 3-3 4 3zM9 13l8-6-5 7',
  facebook: 'M10 21v-7H8v-4h2V8c0-3 2-4 4-4h2v3h-2c-1 0-1 1-1 1v2h3l-1 4h-2v7z',
  linkedin: 'M4 4h16v16H4zM8 11v5M8 8h0M12 16v-5M12 13c1-3 4-2 4 0v3',
  more: 'M6 9l6 6 6-6',
  invites: 'M3 6h13v7M3 6v13h9M4 7l6 5 5-4M18 16v6M15 19h6',
  qr: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h3v3M20 14h0M14 20h3M20 17v3',
} as const

export type IconName = keyof typeof paths

/** Whether there is a picture of a channel here; the others' come when a program lists them. */
export const hasIcon = (name: string): name is IconName => Object.hasOwn(paths, name)

/** A picture beside words that say the same: readers of screens are not told of it. */
export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  )
}
