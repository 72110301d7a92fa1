/** A name as strangers may see it: "Amy Winters" is "Amy W."; `undefined` when there is none. */
export function displayName(name: string | undefined): string | undefined {
  const words = name?.trim().split(/\s+/).filter(Boolean) ?? []
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : undefined]
  if (!first || first.includes('@')) return undefined
  const short = letters(first).slice(0, 24).join('')
  return last ? `${short} ${letters(last)[0]!.toUpperCase()}.` : short
}

/** As people count them: an accent or a skin tone is no letter of its own. */
function letters(text: string): string[] {
  return Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment)
}
