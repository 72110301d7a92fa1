// Engines may differ in the last digit of Math.log, Math.exp and `**`, and one digit is enough to send a run another
// way. These use only what IEEE 754 defines exactly: + − × ÷ and the square root.

/** The natural logarithm of a positive, finite number; the same on every machine. */
export function ln(number: number): number {
  let [rest, twos] = [number, 0]
  for (; rest >= 65_536; twos += 16) rest /= 65_536
  for (; rest > Math.SQRT2; twos++) rest /= 2
  for (; rest < 1 / 65_536; twos -= 16) rest *= 65_536
  for (; rest < Math.SQRT1_2; twos--) rest *= 2
  // ln x = 2 artanh((x − 1) / (x + 1)), whose series is short this near to 1.
  const ratio = (rest - 1) / (rest + 1)
  const square = ratio * ratio
  let sum = 0
  for (let odd = 23; odd >= 1; odd -= 2) sum = sum * square + 1 / odd
  return twos * Math.LN2 + 2 * ratio * sum
}

/** e to the power of a number that is not above 700; the same on every machine. */
export function exp(number: number): number {
  if (number < -745) return 0
  const twos = Math.round(number / Math.LN2)
  const rest = number - twos * Math.LN2
  let sum = 1
  for (let term = 16; term >= 1; term--) sum = 1 + (sum * rest) / term
  return sum * (twos < 0 ? power(0.5, -twos) : power(2, twos))
}

/** A base to the power of a whole number, 0 or more. */
export function power(base: number, times: number): number {
  let [result, square] = [1, base]
  for (let left = times; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= square
    square *= square
  }
  return result
}

const smallTails = [
  0.08106146679532726, 0.04134069595540929, 0.02767792568499834, 0.02079067210376509, 0.01664469118982119,
  0.01387612882307075, 0.01189670994589177, 0.01041126526197209, 0.009255462182712733, 0.008330563433362871,
]

/** What Stirling’s formula leaves out of ln k!: ln k! − ((k + ½) ln(k + 1) − (k + 1) + ½ ln 2π). */
export function stirlingTail(k: number): number {
  const known = smallTails[k]
  if (known !== undefined) return known
  const next = k + 1
  const square = next * next
  return (1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / square) / square) / square) / next
}
