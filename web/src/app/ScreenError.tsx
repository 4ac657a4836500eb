/** A screen that broke: what is known, and a way out. A missing thing is said as such. */
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ApiError } from '@/api/errors'
import { ErrorBox } from '@/components/ui/ErrorBox'
import styles from './frame/Frame.module.css'
import { NotFound } from './NotFound'

/** As browsers call a part of the program that does not arrive. */
const NOT_LOADED = /module script|dynamically imported module/i

export function ScreenError({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation()
  const router = useRouter()
  if (error instanceof ApiError && error.status === 404) return <NotFound />
  const again = () => {
    reset()
    router.invalidate()
  }
  const told = error instanceof ApiError ? error : new Error(t(isNotLoaded(error) ? 'unreachable' : 'broken'))
  return (
    <div className={styles.alone}>
      <ErrorBox error={told} retry={isNotLoaded(error) ? () => window.location.reload() : again} />
    </div>
  )
}

const isNotLoaded = (error: unknown): boolean => error instanceof TypeError && NOT_LOADED.test(error.message)
