/** Whose run a process repeats, or which version it goes on from, with the way there. */
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { WholeProcess } from './queries'

export function Origin({ process: { project_id, reproduces, retrains } }: { process: WholeProcess }) {
  const { t } = useTranslation('processes')
  const version = reproduces ?? retrains
  if (!version) return null
  const page = `/projects/${project_id}/models/${version.model_id}?version=${version.version_id}`
  return (
    <>
      {t(reproduces ? 'origin.repeats' : 'origin.retrains')}{' '}
      <Link to={page as never}>
        {version.model} {version.name}
      </Link>
    </>
  )
}
