import { channelNames, type Program } from '@goodword/program'

/** Every share channel, and what the widget shares by besides. */
const known: ReadonlySet<string> = new Set([...channelNames, 'copy', 'native', 'qr', 'print', 'invite'])

/**
 * The name that a channel is counted under. What neither we nor the program list is `other`: anybody can write any
 * channel into a link, and each name is a row a day.
 */
export const countedChannel = ({ channels }: Pick<Program, 'channels'>, channel: string): string =>
  known.has(channel) || channels.includes(channel) ? channel : 'other'
