import { connect, type Socket } from 'node:net'

/** An answer, as far as a bench looks at it. */
export interface Answer {
  readonly status: number
  readonly body: string
}

/** One HTTP/1.1 connection that is kept alive and carries one request at a time. */
export interface Connection {
  /** Sends a whole request, headers and body, as it stands. Rejects when the connection breaks before the answer. */
  send(request: string): Promise<Answer>
  close(): void
}

/**
 * A client that does next to nothing, on a bare socket: the generator shares two cores with what it measures. It reads
 * answers with a length or in chunks, in one byte per character, which is all that receipts need.
 */
export function openConnection(port: number): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    socket.setEncoding('latin1')
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.off('error', reject)
      resolve(converse(socket))
    })
  })
}

function converse(socket: Socket): Connection {
  let waiting:
    | { readonly resolve: (answer: Answer) => void; readonly reject: (error: Error) => void }
    | undefined
  let received = ''
  let broken: Error | undefined
  const fail = (error: Error): void => {
    broken ??= error
    waiting?.reject(broken)
    waiting = undefined
  }
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('The connection was closed.')))
  socket.on('data', (text: string) => {
    received += text
    const answer = readAnswer(received)
    if (!answer) return
    received = ''
    const { resolve } = waiting!
    waiting = undefined
    resolve(answer)
  })
  return {
    send(request) {
      if (broken) return Promise.reject(broken)
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        socket.write(request)
      })
    },
    close: () => socket.destroy(),
  }
}

/** `undefined` while some of it is still on its way. */
function readAnswer(text: string): Answer | undefined {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const status = Number(text.slice(9, 12))
  const head = text.slice(0, end).toLowerCase()
  const at = head.indexOf('\r\ncontent-length:')
  const rest = text.slice(end + 4)
  if (at >= 0) {
    const length = Number.parseInt(head.slice(at + 17), 10)
    return rest.length >= length ? { status, body: rest } : undefined
  }
  if (!head.includes('\r\ntransfer-encoding: chunked')) return { status, body: '' }
  return rest.endsWith('0\r\n\r\n') ? { status, body: rest } : undefined
}
