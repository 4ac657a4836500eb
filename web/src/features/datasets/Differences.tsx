/** What is different between two versions of a dataset: counts by kind, and the samples of the chosen kind. */
import { ArrowLeftOutlined, ArrowRightOutlined, SwapOutlined } from '@ant-design/icons'
import { Button, Empty, Segmented, Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { thumbnailSide, urls } from '@/api/urls'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { useFormat } from '@/lib/format'
import { useUrlState } from '@/lib/useUrlState'
import styles from './Datasets.module.css'
import { type Difference, type DifferenceKind, differenceKinds, useDifferences, type Version } from './queries'

interface Props {
  /** Those of the list's page, for their numbers. */
  versions: Version[]
  after: number
  before: number
  compare: (pair: string) => void
}

export function Differences({ versions, after, before, compare }: Props) {
  const { t } = useTranslation('datasets')
  const { number } = useFormat()
  const [kind, setKind] = useUrlState('kind')
  const [cursors, setCursors] = useState([''])
  const { data, error, refetch } = useDifferences(after, before, kind, cursors.at(-1) ?? '')
  const nameOf = (id: number) => t('version.name', { number: versions.find((one) => one.id === id)?.number ?? '' })
  const choose = (to: string) => {
    setKind(to)
    setCursors([''])
  }
  if (error && !data) return <ErrorBox error={error} retry={refetch} />
  const counts = data?.counts ?? {}
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const held = differenceKinds.filter((one) => counts[one])
  return (
    <section aria-label={t('difference.title', { before: nameOf(before), after: nameOf(after) })}>
      <div className={styles.bar} style={{ justifyContent: 'flex-start' }}>
        <Button icon={<ArrowLeftOutlined aria-hidden />} onClick={() => compare('')}>
          {t('difference.back')}
        </Button>
        <h2 className={styles.subtitle}>{t('difference.title', { before: nameOf(before), after: nameOf(after) })}</h2>
        <Button
          type="text"
          icon={<SwapOutlined aria-hidden />}
          aria-label={t('difference.swap')}
          title={t('difference.swap')}
          onClick={() => compare(`${before}.${after}`)}
        />
      </div>
      {!data && <Skeleton active />}
      {data && all === 0 && <Empty description={t('difference.none')} />}
      {data && all > 0 && (
        <>
          <Segmented
            aria-label={t('difference.kind')}
            className={styles.kinds}
            value={kind}
            onChange={choose}
            options={[
              { value: '', label: `${t('difference.all')} ${number(all)}` },
              ...held.map((one) => ({
                value: one as string,
                label: `${t(`difference.${one}`)} ${number(counts[one] ?? 0)}`,
              })),
            ]}
          />
          <ul className={`mw-card ${styles.differences}`}>
            {data.items.map((one) => (
              <Item key={`${one.kind}${one.path_before}${one.path}`} one={one} />
            ))}
          </ul>
          <div className={styles.bar}>
            <Button disabled={cursors.length === 1} onClick={() => setCursors(cursors.slice(0, -1))}>
              {t('difference.previous')}
            </Button>
            <Button disabled={!data.next} onClick={() => setCursors([...cursors, data.next ?? ''])}>
              {t('difference.next')}
            </Button>
          </div>
        </>
      )}
    </section>
  )
}

const SIDE = 48

function Item({ one }: { one: Difference }) {
  const { t } = useTranslation('datasets')
  return (
    <li>
      {one.sample_id === null ? (
        <span className={styles.noThumbnail} />
      ) : (
        <img
          src={urls.sampleThumbnail(one.sample_id, thumbnailSide(SIDE))}
          alt=""
          width={SIDE}
          height={SIDE}
          loading="lazy"
        />
      )}
      <span className={styles.kind}>{t(`difference.${one.kind as DifferenceKind}`)}</span>
      <span className={styles.path}>
        {one.path_before && (
          <>
            <code>{one.path_before}</code> <ArrowRightOutlined aria-label={t('difference.became')} />{' '}
          </>
        )}
        <code>{one.path}</code>
      </span>
      <span className="mw-muted">{useWhat(one)}</span>
    </li>
  )
}

/** Class and part, before and after where they differ. */
function useWhat({ kind, label, label_before, split, split_before, annotations_differ }: Difference): string {
  const { t } = useTranslation('datasets')
  const partOf = (part: string) => (part === 'train' || part === 'validation' ? t(`split.${part}`) : t('split.none'))
  if (kind === 'added') return label
  if (kind === 'removed') return label_before
  const said = [
    label === label_before ? label : `${label_before || '–'} → ${label || '–'}`,
    annotations_differ && t('difference.annotations'),
    split !== split_before && `${partOf(split_before)} → ${partOf(split)}`,
  ]
  return said.filter(Boolean).join(' · ')
}
