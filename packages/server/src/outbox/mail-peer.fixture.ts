import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A mail as it arrived. */
export interface MailArrival {
  readonly from: string
  readonly to: readonly string[]
  /** As it was sent, lines ending in CR LF. */
  readonly raw: string
}

/** A mail server on this machine. */
export interface MailPeer {
  readonly url: string
  readonly arrivals: readonly MailArrival[]
  /** The status that a receiver's address is refused with; `undefined` takes it. */
  refuse: (to: string) => number | undefined
  close(): Promise<void>
}

/** Starts a mail server. */
export async function startMailPeer(): Promise<MailPeer> {
  const arrivals: MailArrival[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo({ address }, _session, done) {
      const responseCode = peer.refuse(address)
      done(responseCode === undefined ? null : Object.assign(new Error(`No ${address}`), { responseCode }))
    },
    onData(stream, { envelope }, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : ''
        const to = envelope.rcptTo.map(({ address }) => address)
        arrivals.push({ from, to, raw: Buffer.concat(parts).toString() })
        done()
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.server.address() as AddressInfo
  const peer: MailPeer = {
    url: `smtp://127.0.0.1:${port}`,
    arrivals,
    refuse: () => undefined,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return peer
}
