/** Where the version comes from: process, data with its versions, base model, and the versions that it goes back to. */
import { DownloadOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { urls } from '@/api/urls'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { DateTime, Num } from '@/components/ui/Formatted'
import styles from './Lineage.module.css'
import { type Lineage, useLineage, type VersionDetail } from './queries'

type Used = Lineage['datasets'][number]
const SHORT_HASH = 12

export function LineageCard({ version }: { version: VersionDetail }) {
  const { t } = useTranslation('models')
  const { data, error, refetch } = useLineage(version.id)
  if (error && !data) return <ErrorBox error={error} retry={refetch} />
  if (!data) return <Skeleton active />
  const base = `/projects/${version.project_id}`
  return (
    <section className={`mw-card ${styles.card}`} aria-label={t('lineage.title')}>
      <h3>{t('lineage.title')}</h3>
      <ol className={styles.chain}>
        <Step name={`${version.model_name} ${version.name}`} said={t('lineage.this')}>
          <Origin version={version} lineage={data} />
          <Datasets used={data.datasets} base={base} />
          <Files version={version.id} generation={0} />
        </Step>
        {data.ancestors.map((one) => (
          <Step
            key={one.generation}
            name={
              one.model_id === null ? (
                t('lineage.gone', { name: `${one.model} ${one.name}` })
              ) : (
                <Link to={`${base}/models/${one.model_id}?version=${one.version_id}&tab=data` as never}>
                  {one.model} {one.name}
                </Link>
              )
            }
            said={t('lineage.startedFrom')}
          >
            <Datasets used={one.datasets} base={base} />
            {one.has_manifest && <Files version={version.id} generation={one.generation} />}
          </Step>
        ))}
        <Step name={data.base_model} said={t(`lineage.base.${data.ancestors.length ? 'version' : weightsOf(data)}`)} />
      </ol>
      {data.children.length > 0 && (
        <p className={styles.children}>
          {t('lineage.children')}{' '}
          {data.children.map(({ id, model_id, model_name, name }) => (
            <Link key={id} to={`${base}/models/${model_id}?version=${id}&tab=data` as never}>
              {model_name} {name}
            </Link>
          ))}
        </p>
      )}
    </section>
  )
}

const weightsOf = ({ weights }: Lineage): 'none' | 'pretrained' | 'version' =>
  weights === 'pretrained' || weights === 'version' ? weights : 'none'

function Step({ name, said, children }: { name: ReactNode; said: string; children?: ReactNode }) {
  return (
    <li>
      <div className={styles.said}>{said}</div>
      <div className={styles.name}>{name}</div>
      {children}
    </li>
  )
}

function Origin({ version, lineage }: { version: VersionDetail; lineage: Lineage }) {
  const { t } = useTranslation('models')
  const { source, process_id, machine, started_at, seed } = lineage
  const name = t('lineage.process', {
    name: `${source.template_name} · ${source.process_number}`,
    attempt: source.attempt,
  })
  return (
    <div className={styles.facts}>
      {process_id === null ? (
        name
      ) : (
        <Link to={`/projects/${version.project_id}/processes/${process_id}` as never}>{name}</Link>
      )}
      {machine && <span>{machine}</span>}
      {started_at && <DateTime value={started_at} />}
      {seed !== null && <span>{t('lineage.seed', { seed })}</span>}
    </div>
  )
}

function Datasets({ used, base }: { used: Used[]; base: string }) {
  const { t } = useTranslation('models')
  return (
    <ul className={styles.datasets}>
      {used.map((one) => (
        <li key={one.dataset_id}>
          {one.exists ? (
            <Link to={`${base}/datasets/${one.dataset_id}?tab=versions` as never}>{one.name}</Link>
          ) : (
            one.name
          )}{' '}
          {t('lineage.dataset', { version: one.version })}
          {one.purpose === 'test' && `, ${t('lineage.test')}`} · <Num value={one.images} /> ·{' '}
          <code title={one.hash}>{one.hash.slice(0, SHORT_HASH)}…</code>
          {one.left_out.length > 0 && (
            <span className="mw-muted"> {t('lineage.leftOut', { paths: one.left_out.join(', ') })}</span>
          )}
          {!one.exists && <span className="mw-muted"> {t('lineage.deleted')}</span>}
        </li>
      ))}
    </ul>
  )
}

function Files({ version, generation }: { version: number; generation: number }) {
  const { t } = useTranslation('models')
  return (
    <div className={styles.files}>
      {(['csv', 'json'] as const).map((kind) => (
        <Button
          key={kind}
          size="small"
          icon={<DownloadOutlined aria-hidden />}
          href={urls.modelManifest(version, kind, generation)}
          download
        >
          {t('lineage.files', { kind: kind.toUpperCase() })}
        </Button>
      ))}
    </div>
  )
}
