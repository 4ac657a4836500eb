/** What is worth putting right in a dataset: how serious, how many, what to do, and where to see it. */
import {
  CheckCircleOutlined,
  CloseCircleFilled,
  InfoCircleFilled,
  LoadingOutlined,
  WarningFilled,
} from '@ant-design/icons'
import { Alert, Button, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { urls } from '@/api/urls'
import { EmptyState } from '@/components/ui/EmptyState'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { useFormat } from '@/lib/format'
import { useSearchState } from '@/lib/useUrlState'
import { type Filters, nothing, searchOf } from '../gallery/filters'
import { type Issue, useIssues } from '../gallery/queries'
import styles from './Issues.module.css'

type Show = (filters: Partial<Filters>, sort?: string) => void

export function Issues({ datasetId }: { datasetId: number }) {
  const { t } = useTranslation('datasets')
  const { data, error, refetch } = useIssues(datasetId)
  const [, change] = useSearchState()
  const show: Show = (filters, sort = '') => change({ tab: '', ...nothing, ...filters, sort })
  if (error && !data) return <ErrorBox error={error} retry={refetch} />
  if (!data) return <Skeleton active />
  return (
    <>
      {data.pending && (
        <p className={styles.pending} role="status">
          <LoadingOutlined aria-hidden /> {t('issues.pending')}
        </p>
      )}
      {!data.compared && <Alert type="info" showIcon title={t('issues.notCompared')} className={styles.alert} />}
      {data.items.length === 0 && !data.pending && (
        <EmptyState title={t('issues.none')} text={t('issues.noneText')} action={<CheckCircleOutlined aria-hidden />} />
      )}
      <ul className={styles.list} aria-label={t('tab.issues')}>
        {data.items.map((issue) => (
          <li key={issue.code} className={`mw-card ${styles.issue}`}>
            <IssueCard issue={issue} show={show} />
          </li>
        ))}
      </ul>
    </>
  )
}

function IssueCard({ issue, show }: { issue: Issue; show: Show }) {
  const { t } = useTranslation('datasets')
  const { number } = useFormat()
  const { severity, message, advice, count, groups, wanted, sort, classes, examples } = issue
  const open = wanted && (() => show(searchOf(wanted), sort))
  return (
    <>
      <h2>
        <Severity severity={severity} />
        <span>{message}</span>
        <span className={styles.count}>
          {number(count)}
          {groups > 0 && (
            <span className="mw-muted"> · {t('issues.groups', { count: groups, number: number(groups) })}</span>
          )}
        </span>
      </h2>
      <p>{advice}</p>
      {classes.length > 0 && (
        <div className={styles.classes}>
          {classes.map(({ label, count: images }) => (
            <Button key={label} size="small" shape="round" onClick={() => show({ label })}>
              {label} · {number(images)}
            </Button>
          ))}
        </div>
      )}
      {examples.length > 0 && (
        <ul className={styles.examples}>
          {examples.map((example) => (
            <li key={example}>
              <code>{example}</code>
            </li>
          ))}
        </ul>
      )}
      <Thumbnails issue={issue} />
      {open && (
        <Button onClick={open} aria-label={`${t('issues.show')}: ${message}`}>
          {t('issues.show')}
        </Button>
      )}
    </>
  )
}

/** The first few: the button below leads to all of them. */
function Thumbnails({ issue: { samples } }: { issue: Issue }) {
  if (samples.length === 0) return null
  return (
    <div className={styles.thumbnails} aria-hidden>
      {samples.map((id) => (
        <img key={id} src={urls.sampleThumbnail(id, 160)} alt="" loading="lazy" draggable={false} />
      ))}
    </div>
  )
}

function Severity({ severity }: { severity: Issue['severity'] }) {
  const { t } = useTranslation('datasets')
  const Icon = { error: CloseCircleFilled, warning: WarningFilled, notice: InfoCircleFilled }[severity]
  return <Icon className={styles[severity]} aria-label={t(`severity.${severity}`)} title={t(`severity.${severity}`)} />
}
