/** The numbers; each leads to the list of what it counts. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import styles from './Overview.module.css'
import type { Overview } from './queries'

interface Props {
  projectId: number
  numbers: Overview['numbers']
  mine: boolean
}

export function Tiles({ projectId, numbers, mine }: Props) {
  const { t } = useTranslation('overview')
  const { number } = useFormat()
  const only = { author: mine ? 'me' : 'all' }
  const processes = `/projects/${projectId}/processes`
  return (
    <div className={styles.tiles}>
      <Tile name={t('models')} to={`/projects/${projectId}/models`}>
        {number(numbers.models)}
      </Tile>
      <Weakest projectId={projectId} weakest={numbers.weakest} />
      <Tile name={t('trainings')} to={processes} search={only}>
        {number(numbers.trainings)}
      </Tile>
      <Tile name={t('active')} to={processes} search={{ ...only, status: 'waiting,starting,running,stopping,lost' }}>
        {number(numbers.active)}
      </Tile>
      <Tile
        name={t('abnormal')}
        to={processes}
        search={{ ...only, status: 'failed,lost' }}
        tone={numbers.abnormal > 0 ? 'bad' : undefined}
      >
        {number(numbers.abnormal)}
      </Tile>
    </div>
  )
}

/** Which of the models is the least accurate, by what, and on how many samples. */
function Weakest({ projectId, weakest }: { projectId: number; weakest: Overview['numbers']['weakest'] }) {
  const { t } = useTranslation(['overview', 'common'])
  const { percent, number } = useFormat()
  if (!weakest)
    return (
      <div className={`mw-card ${styles.tile}`}>
        <span className={styles.name}>{t('weakest')}</span>
        <span className={styles.value}>–</span>
        <span className={styles.note}>{t('noModels')}</span>
      </div>
    )
  const measured = t('measured', {
    metric: t(`common:metric.${weakest.metric}`),
    part: t(`part.${weakest.measured_on}`),
    count: weakest.measured_samples,
    samples: number(weakest.measured_samples),
  })
  return (
    <Tile
      name={t('weakest')}
      to={`/projects/${projectId}/models/${weakest.model_id}`}
      note={`${weakest.model_name} ${weakest.version} · ${measured}`}
    >
      {percent(weakest.value)}
    </Tile>
  )
}

interface TileProps {
  name: string
  to: string
  search?: Record<string, string>
  note?: string
  tone?: 'bad'
  children: ReactNode
}

function Tile({ name, to, search = {}, note, tone, children }: TileProps) {
  return (
    <Link to={to as never} search={search as never} className={`mw-card ${styles.tile}`} data-tone={tone}>
      <span className={styles.name}>{name}</span>
      <span className={`mw-number ${styles.value}`}>{children}</span>
      {note && <span className={styles.note}>{note}</span>}
    </Link>
  )
}
