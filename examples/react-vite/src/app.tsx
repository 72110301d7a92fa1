// The types of our elements in JSX.
import '@goodword/widget/react'
import { useState, type JSX } from 'react'

/** A shop's page. It renders on a server too: until the elements are defined, they are empty boxes. */
export function App({ token }: { readonly token: string | undefined }): JSX.Element {
  const [coupon, setCoupon] = useState('')
  const [shared, setShared] = useState<string[]>([])
  return (
    <main>
      <goodword-welcome
        coupon="WELCOME10"
        ongoodword:coupon={(event) => {
          event.preventDefault()
          setCoupon(event.detail.code)
        }}
      />
      <h1>Coffee worth talking about</h1>
      <label>
        Coupon <input value={coupon} onChange={(event) => setCoupon(event.target.value)} />
      </label>
      <goodword-invite
        token={token}
        ongoodword:share={({ detail }) => setShared((before) => [...before, detail.channel])}
      />
      {shared.length > 0 && <p>Shared by {shared.join(', ')}. Thank you.</p>}
      <goodword-progress token={token} />
    </main>
  )
}
