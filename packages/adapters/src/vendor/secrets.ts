/** `text` without our keys, whether they stand there as they are, encoded for a URL, or in base64; 300 characters at most. */
export function censor(text: string, secrets: readonly string[]): string {
  let clean = text
  for (const secret of secrets) {
    if (secret === '') continue
    for (const form of [secret, encodeURIComponent(secret), base64(secret)])
      clean = clean.replaceAll(form, '…')
  }
  return clean.slice(0, 300)
}

/** Base64 of the text's UTF-8 bytes. */
export const base64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)))
