import type { JSX } from 'preact'
import { Icon } from './icons.tsx'
import type { StandingProps } from './model.ts'

/** What happened, and a way on. Nothing where all is well. */
export function TroubleNote({ model: { invitation } }: StandingProps): JSX.Element | null {
  const trouble = invitation.trouble.value
  if (!trouble) return null
  const words = invitation.words.value
  return (
    <div class="row trouble" role="alert">
      <p>{words.troubles[trouble]}</p>
      {/* A wrong e-mail is put right in its field, which is still there. */}
      {trouble !== 'email' && (
        <button class="secondary" aria-busy={invitation.isBusy.value} onClick={invitation.refresh}>
          <Icon name="undo" />
          {words.retry}
        </button>
      )}
    </div>
  )
}
