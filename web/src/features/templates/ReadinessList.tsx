/** Ready to train? What was found in the data, with counts, samples, and what to do. */
import { CheckCircleOutlined, CloseCircleOutlined, WarningOutlined } from '@ant-design/icons'
import { Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { useFormat } from '@/lib/format'
import { type Readiness, useReadiness } from './queries'
import styles from './Templates.module.css'

type Item = Readiness['items'][number]
const SHOWN_SAMPLES = 6

interface Props {
  templateId: number
  /** The one that the template is rehearsed on. */
  machineId: number | undefined
  isDirty: boolean
}

export function ReadinessList({ templateId, machineId, isDirty }: Props) {
  const { t } = useTranslation('templates')
  const { data, error, refetch } = useReadiness(templateId, machineId)
  if (error) return <ErrorBox error={error} retry={() => refetch()} />
  if (!data) return <Skeleton active title={false} />
  return (
    <>
      <p className={styles.verdict} data-ready={data.ready}>
        {data.ready ? t('ready.yes') : t('ready.no')}
      </p>
      {isDirty && <p className="mw-muted">{t('ready.ofSaved')}</p>}
      <ul className={styles.checklist}>
        {data.items.map((item) => (
          <CheckItem key={`${item.code}${item.message}`} item={item} />
        ))}
      </ul>
      <Classes counts={data.classes} />
    </>
  )
}

const icons = {
  ok: <CheckCircleOutlined aria-hidden />,
  warning: <WarningOutlined aria-hidden />,
  blocking: <CloseCircleOutlined aria-hidden />,
}

function CheckItem({ item: { level, message, samples = [], examples = [] } }: { item: Item }) {
  const { t } = useTranslation('templates')
  return (
    <li data-level={level}>
      <span role="img" aria-label={t(`ready.level.${level}`)}>
        {icons[level]}
      </span>
      <div>
        {message}
        {examples.length > 0 && <Examples examples={examples} />}
        {samples.length > 0 && (
          <div className={styles.thumbnails}>
            {samples.slice(0, SHOWN_SAMPLES).map((id) => (
              <img key={id} src={`/api/samples/${id}/thumbnail`} alt="" loading="lazy" />
            ))}
            {samples.length > SHOWN_SAMPLES && <span className="mw-muted">+{samples.length - SHOWN_SAMPLES}</span>}
          </div>
        )}
      </div>
    </li>
  )
}

/** The files or names that it is about; more than a few stay folded. */
function Examples({ examples }: { examples: string[] }) {
  const rest = examples.slice(SHOWN_SAMPLES)
  return (
    <ul className={styles.examples}>
      {examples.slice(0, SHOWN_SAMPLES).map((name) => (
        <li key={name} title={name}>
          <bdi>{name}</bdi>
        </li>
      ))}
      {rest.length > 0 && <li title={rest.join('\n')}>+{rest.length}</li>}
    </ul>
  )
}

/** Images of each class, as bars: a rare class is seen at a glance. */
function Classes({ counts }: { counts: Record<string, number> }) {
  const { t } = useTranslation('templates')
  const { number } = useFormat()
  const rows = Object.entries(counts).sort(([, a], [, b]) => b - a)
  const most = rows[0]?.[1] ?? 1
  if (!rows.length) return null
  return (
    <details className={styles.classes} open={rows.length <= 12}>
      <summary>{t('ready.classes', { count: rows.length })}</summary>
      <table>
        <tbody>
          {rows.map(([name, count]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className={styles.track}>
                <div style={{ width: `${(count / most) * 100}%` }} />
              </td>
              <td className="mw-number">{number(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
