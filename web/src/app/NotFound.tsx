/** An address with nothing behind it. */
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/components/ui/EmptyState'

export function NotFound() {
  const { t } = useTranslation()
  return (
    <EmptyState
      title={t('notFound.title')}
      text={t('notFound.text')}
      action={<Link to={'/projects' as never}>{t('notFound.action')}</Link>}
    />
  )
}
