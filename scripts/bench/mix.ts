/** Makes events, as JSON, one after the other. */
export interface Mix {
  next(now: number): string
}

const channels = ['whatsapp', 'email', 'copy', 'facebook']

/**
 * What a shop's pages send: of 20 events 16 are visits, 3 shares and exposures, 1 a purchase by somebody whose visit was
 * sent before, every fourth of them by a friend who has ordered already.
 */
export function createMix(codes: readonly string[], prefix: string): Mix {
  const seen: { readonly visitor: string; readonly code: string }[] = []
  const friends: { readonly visitor: string; readonly code: string; readonly customer: string }[] = []
  let made = 0
  // Time first, as the tracker makes its ids.
  const id = (now: number) =>
    `${now.toString(16)}-${Math.random().toString(16).slice(2, 10)}-${prefix}-${made.toString(36)}`
  const keep = <T>(list: T[], item: T) =>
    void (list.length < 4096 ? list.push(item) : (list[made & 4095] = item))
  const any = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)]!

  const visit = (now: number): string => {
    const known = seen.length > 64 && Math.random() < 0.25
    const { visitor, code } = known ? any(seen) : { visitor: `v_${prefix}_${made}`, code: any(codes) }
    if (!known) keep(seen, { visitor, code })
    return `{"id":"${id(now)}","type":"visit","at":${now},"code":"${code}","visitor":"${visitor}","channel":"${channels[made & 3]}","url":"https://shop.example/?via=${code}"}`
  }
  const purchase = (now: number): string => {
    const again = friends.length > 16 && Math.random() < 0.25
    const friend = again ? any(friends) : { ...any(seen), customer: `friend_${prefix}_${made}` }
    if (!again) keep(friends, friend)
    const amount = 1000 + ((made * 7919) % 9000)
    return `{"id":"${id(now)}","type":"conversion","at":${now},"name":"purchase","order":"o_${prefix}_${made}","amount":${amount},"currency":"USD","code":"${friend.code}","visitor":"${friend.visitor}","customer":{"id":"${friend.customer}"}}`
  }
  return {
    next(now) {
      const turn = made++ % 20
      if (turn === 19) return purchase(now)
      if (turn === 6 || turn === 13) {
        const { visitor, code } = any(seen)
        return `{"id":"${id(now)}","type":"share","at":${now},"code":"${code}","visitor":"${visitor}","channel":"${channels[made & 3]}"}`
      }
      if (turn === 17)
        return `{"id":"${id(now)}","type":"exposure","at":${now},"visitor":"${any(seen).visitor}","experiment":"greeting","variant":"${made & 1 ? 'warm' : 'plain'}"}`
      return visit(now)
    },
  }
}
