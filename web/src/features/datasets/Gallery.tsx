/** All images of a dataset as thumbnails, smooth at any number; a click opens one over the whole screen. */
import { Segmented, Select, Skeleton, Slider, Tag } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/components/ui/EmptyState'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { VirtualGrid } from '@/components/ui/VirtualGrid'
import { useSearchState, useUrlState } from '@/lib/useUrlState'
import styles from './Gallery.module.css'
import type { Dataset } from './queries'
import { classesOf } from './regions'
import { SampleTile } from './SampleTile'
import { SampleViewer } from './SampleViewer'
import { useGallery } from './useGallery'

const SIZES = { min: 72, max: 280, start: 140 }
const KEY = 'modelwright.thumbnails'
/** Below the picture: class and file name. */
const CAPTION = 40

export function Gallery({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('datasets')
  const [tile, setTile] = useState(() => Number(localStorage.getItem(KEY)) || SIZES.start)
  const [shown, setShown] = useState<number>()
  const { samples, total, reach, error, refetch } = useGallery(dataset)
  const classes = useMemo(() => classesOf(dataset), [dataset])
  const resize = (size: number) => {
    localStorage.setItem(KEY, String(size))
    setTile(size)
  }
  if (error && !samples) return <ErrorBox error={error} retry={refetch} />
  return (
    <>
      <div className={styles.toolbar}>
        <Filters dataset={dataset} />
        <span className={styles.grow} />
        <Slider
          className={styles.slider}
          min={SIZES.min}
          max={SIZES.max}
          step={4}
          value={tile}
          onChange={resize}
          tooltip={{ open: false }}
          ariaLabelForHandle={t('gallery.size')}
        />
      </div>
      {!samples && <Skeleton active />}
      {total === 0 && <EmptyState title={dataset.checking ? t('gallery.waiting') : t('gallery.none')} />}
      <VirtualGrid
        count={total}
        tile={tile}
        caption={CAPTION}
        label={t('gallery.name', { name: dataset.name })}
        onReach={reach}
        render={(index) => (
          <SampleTile sample={samples?.[index]} classes={classes} size={tile} open={() => setShown(index)} />
        )}
      />
      {shown !== undefined && samples?.[shown] && (
        <SampleViewer
          sample={samples[shown]}
          classes={classes}
          index={shown}
          total={total}
          show={(index) => {
            reach(index)
            setShown(index)
          }}
          hasNext={samples[shown + 1] !== undefined}
          close={() => setShown(undefined)}
        />
      )}
    </>
  )
}

function Filters({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('datasets')
  const [{ path }, change] = useSearchState()
  const [label, setLabel] = useUrlState('label')
  const [state, setState] = useUrlState('state')
  const labels = classesOf(dataset).map((value) => ({ value, label: value }))
  const states = [
    { value: '', label: t('gallery.all') },
    { value: 'readable', label: t('gallery.readable') },
    { value: 'problem', label: t('gallery.problem') },
  ]
  return (
    <>
      <Select
        showSearch
        className={styles.labels}
        aria-label={t('gallery.label')}
        value={label}
        onChange={setLabel}
        options={[{ value: '', label: t('gallery.allClasses') }, ...labels]}
      />
      <Segmented aria-label={t('gallery.state')} value={state} options={states} onChange={setState} />
      {path && (
        <Tag closable onClose={() => change({ path: '' })}>
          {t('path.path')} {path}
        </Tag>
      )}
    </>
  )
}
