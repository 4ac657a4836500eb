/** A screen that broke: what is known, and a way out. A missing thing is said as such. */
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { ApiError } from '@/api/errors'
import { ErrorBox } from '@/components/ui/ErrorBox'
import styles from './frame/Frame.module.css'
import { NotFound } from './NotFound'

export function ScreenError({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  if (error instanceof ApiError && error.status === 404) return <NotFound />
  const again = () => {
    reset()
    router.invalidate()
  }
  return (
    <div className={styles.alone}>
      <ErrorBox error={error} retry={again} />
    </div>
  )
}
