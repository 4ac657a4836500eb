/** The same run once more: whether it came out the same, and if not, where it parts. */
import { RedoOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/api/session'
import { DateTime } from '@/components/ui/Formatted'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { StatusTag } from '@/components/ui/StatusTag'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { useFormat } from '@/lib/format'
import styles from './Lineage.module.css'
import { type Reproduction, useReproduce, useReproductions, type VersionDetail } from './queries'

type Result = NonNullable<Reproduction['result']>
type Metric = Result['metrics'][number]
const DIGITS = 2

export function ReproduceCard({ version }: { version: VersionDetail }) {
  const { t } = useTranslation('models')
  const navigate = useNavigate()
  const may = useMay('training_processes.view')
  const { data } = useReproductions(version.id, may)
  const { mutate, isPending } = useReproduce()
  const whyNot = useWhyNot()
  const address = (id: number) => `/projects/${version.project_id}/processes/${id}`
  const run = () =>
    mutate(
      { params: { path: { version_id: version.id } }, body: {} },
      { onSuccess: ({ id }) => navigate({ to: address(id) as never }) },
    )
  return (
    <section className={`mw-card ${styles.card}`} aria-label={t('reproduce.title')}>
      <h3>{t('reproduce.title')}</h3>
      <p className="mw-muted">{t('reproduce.text')}</p>
      <ReasonButton
        icon={<RedoOutlined aria-hidden />}
        loading={isPending}
        reason={whyNot('training_processes.create') ?? whyNot('training_processes.manage')}
        onClick={run}
      >
        {t('reproduce.action')}
      </ReasonButton>
      {data && data.length > 0 && (
        <ul className={styles.repeated}>
          {data.map((one) => (
            <li key={one.process_id}>
              <Link to={address(one.process_id) as never}>
                {one.template_name} · {one.number}
              </Link>{' '}
              <StatusTag status={one.status} /> <DateTime value={one.created_at} />
              {one.result && <Told result={one.result} />}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Told({ result }: { result: Result }) {
  const { t } = useTranslation(['models', 'common'])
  const { number, significant, pair } = useFormat()
  const { data } = result
  return (
    <div className={styles.told} data-verdict={result.verdict}>
      <strong>{t(`reproduce.verdict.${result.verdict}`)}</strong>
      <ul>
        <li>
          {data.is_same
            ? t('reproduce.sameData')
            : t('reproduce.otherData', { missing: data.missing, changed: data.changed, added: data.added })}
        </li>
        {data.examples.map(({ kind, path }) => (
          <li key={`${kind} ${path}`} className={styles.path}>
            {pair(t(`reproduce.kind.${kind}`), path)}
          </li>
        ))}
        {result.losses.map((loss) => (
          <li key={loss.network}>
            {t('reproduce.losses', { same: number(loss.same), points: number(loss.points) })}
            {typeof loss.first_other === 'number' &&
              ` ${t('reproduce.firstOther', { iteration: number(loss.first_other), largest: significant(loss.largest) })}`}
          </li>
        ))}
        {result.metrics.filter(isHeadline).map((metric) => (
          <Numbers key={`${metric.network} ${metric.part} ${metric.number}`} metric={metric} />
        ))}
      </ul>
    </div>
  )
}

const isHeadline = ({ number }: Metric): boolean => ['accuracy', 'mean_iou', 'ap50'].includes(number)

function Numbers({ metric }: { metric: Metric }) {
  const { t } = useTranslation(['models', 'reports', 'gate'])
  const { percent, facts, pair } = useFormat()
  const name = t(`gate:numbers.${metric.number as 'accuracy'}`)
  return (
    <li>
      {pair(
        facts([name, t(`reports:set.of.${metric.part}`)]),
        `${percent(metric.before, DIGITS)} → ${percent(metric.now, DIGITS)}`,
      )}
    </li>
  )
}
