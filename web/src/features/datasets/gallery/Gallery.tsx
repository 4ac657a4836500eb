/** All images of a dataset as thumbnails, smooth at any number: narrowed, sorted, chosen, enlarged. */
import { Skeleton } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/components/ui/EmptyState'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { VirtualGrid } from '@/components/ui/VirtualGrid'
import { useSearchState } from '@/lib/useUrlState'
import type { Dataset } from '../queries'
import { classesOf } from '../regions'
import { FilterBar } from './FilterBar'
import { filtersOf, isNarrowed, START, wantedOf } from './filters'
import { SampleTile } from './SampleTile'
import { SampleViewer } from './SampleViewer'
import { SelectionBar } from './SelectionBar'
import { useGallery } from './useGallery'
import { useSelection } from './useSelection'
import { useTileSize } from './useTileSize'

/** Below the picture: class and file name. */
const CAPTION = 40

export function Gallery({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('datasets')
  const [search] = useSearchState()
  const [tile, resize] = useTileSize()
  const [shown, setShown] = useState<number>()
  const filters = filtersOf(search)
  const sort = search.sort ?? START
  const view = JSON.stringify([filters, sort])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the view is the filters as a text
  const wanted = useMemo(() => wantedOf(filters), [view])
  const { samples, total, reach, error, refetch } = useGallery(dataset.id, wanted, sort)
  const choosing = useSelection({ samples, total, view, reach })
  const classes = useMemo(() => classesOf(dataset), [dataset])
  if (error && !samples) return <ErrorBox error={error} retry={refetch} />
  const nothing = isNarrowed(filters) ? t('gallery.none') : dataset.checking ? t('gallery.waiting') : t('gallery.none')
  return (
    <>
      <FilterBar
        dataset={dataset}
        filters={filters}
        wanted={wanted}
        total={samples && total}
        tile={tile}
        resize={resize}
        chooseAll={choosing.chooseAll}
      />
      {!samples && <Skeleton active />}
      {samples && total === 0 && <EmptyState title={nothing} />}
      <VirtualGrid
        count={total}
        tile={tile}
        caption={CAPTION}
        label={t('gallery.name', { name: dataset.name })}
        onReach={reach}
        walk={choosing}
        render={(index) => (
          <SampleTile
            sample={samples?.[index]}
            classes={classes}
            size={tile}
            isSelected={choosing.isSelected(index)}
            isCurrent={index === choosing.at}
            tick={(event) => choosing.tick(index, event)}
            open={() => {
              choosing.moveTo(index)
              setShown(index)
            }}
          />
        )}
      />
      <SelectionBar dataset={dataset} wanted={wanted} choosing={choosing} />
      {shown !== undefined && samples?.[shown] && (
        <SampleViewer
          sample={samples[shown]}
          classes={classes}
          index={shown}
          total={total}
          isSelected={choosing.isSelected(shown)}
          tick={() => choosing.tick(shown, { shiftKey: false })}
          show={(index) => {
            choosing.moveTo(index)
            setShown(index)
          }}
          hasNext={samples[shown + 1] !== undefined}
          close={() => setShown(undefined)}
        />
      )}
    </>
  )
}
