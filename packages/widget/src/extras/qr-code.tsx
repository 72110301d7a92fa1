import type { JSX, Ref } from 'preact'
import { encode } from 'uqr'

interface QrCodeProps {
  readonly text: string
  readonly label: string
  readonly svg?: Ref<SVGSVGElement>
}

/** A QR code as one path, black on white in every theme: cameras want it so. It needs no stylesheet, also as a file. */
export function QrCode({ text, label, svg }: QrCodeProps): JSX.Element {
  const { size, path } = drawQrCode(text)
  return (
    <svg
      ref={svg ?? null}
      xmlns="http://www.w3.org/2000/svg"
      class="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <path fill="#fff" d={`M0 0h${size}v${size}H0z`} />
      <path fill="#000" d={path} />
    </svg>
  )
}

/** The dark modules of a QR code as the `d` of a path, in a square of `size` with its quiet zone. */
export function drawQrCode(text: string): { readonly size: number; readonly path: string } {
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const path = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return { size, path }
}
