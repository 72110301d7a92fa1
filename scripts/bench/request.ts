/** A plain `Mozilla/5.0` is a crawler's. */
const browser =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

/** A GET as it goes over the wire. */
export const get = (path: string, bearer?: string): string =>
  `GET ${path} HTTP/1.1\r\nhost: localhost\r\n${authorization(bearer)}\r\n`

/** A POST of JSON as it goes over the wire; ASCII only. */
export function post(path: string, value: unknown, bearer?: string): string {
  const body = JSON.stringify(value)
  const head = `POST ${path} HTTP/1.1\r\nhost: localhost\r\nuser-agent: ${browser}\r\ncontent-type: application/json\r\n`
  return `${head}${authorization(bearer)}content-length: ${body.length}\r\n\r\n${body}`
}

const authorization = (bearer: string | undefined): string =>
  bearer === undefined ? '' : `authorization: Bearer ${bearer}\r\n`
