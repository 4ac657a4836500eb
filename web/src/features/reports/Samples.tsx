/** The samples behind the numbers: misjudged, all measured, or kept out; filtered, enlarged, downloaded. */
import { DownloadOutlined } from '@ant-design/icons'
import { Button, Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { BulkBar } from '@/components/ui/BulkBar'
import { EmptyState } from '@/components/ui/EmptyState'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { VirtualGrid } from '@/components/ui/VirtualGrid'
import { downloadBlob } from '@/lib/download'
import { Filters } from './Filters'
import { MeasuredTile } from './MeasuredTile'
import { MeasuredViewer } from './MeasuredViewer'
import { type ProcessReport, useArchive } from './queries'
import { useLoaded } from './useLoaded'
import { filterOf, type View } from './view'

const TILE = 140
/** Below the picture: true class, predicted class, confidence. */
const CAPTION = 62

interface Props {
  found: ProcessReport
  view: View
  /** The numbers above are of regions: masks or boxes. */
  ofRegions: boolean
  change: (changes: Partial<View>) => void
}

export function Samples({ found, view, ofRegions, change }: Props) {
  const { t } = useTranslation('reports')
  const [shown, setShown] = useState<number>()
  const [ticked, setTicked] = useState<number[]>([])
  const { samples, total, reach, error, refetch } = useLoaded(found.process_id, filterOf(view, ofRegions))
  const tick = (id: number) =>
    setTicked((old) => (old.includes(id) ? old.filter((other) => other !== id) : [...old, id]))
  const look = (changes: Partial<View>) => {
    if (changes.show) setTicked([]) // what is no longer seen is no longer chosen
    change(changes)
  }
  if (error && !samples) return <ErrorBox error={error} retry={refetch} />
  return (
    <>
      <Filters
        found={found}
        view={view}
        ofRegions={ofRegions}
        change={look}
        total={total}
        tickAll={() => setTicked(samples?.map(({ id }) => id) ?? [])}
      />
      {!samples && <Skeleton active />}
      {samples && total === 0 && <Nothing view={view} />}
      <VirtualGrid
        count={total}
        tile={TILE}
        caption={CAPTION}
        label={t(`show.${view.show}`)}
        onReach={reach}
        render={(index) => (
          <MeasuredTile
            sample={samples?.[index]}
            isTicked={ticked.includes(samples?.[index]?.id ?? -1)}
            tick={tick}
            ofRegions={ofRegions}
            open={() => setShown(index)}
          />
        )}
      />
      <BulkBar
        ids={ticked}
        clear={() => setTicked([])}
        buttons={(ids) => <Zip processId={found.process_id} ids={ids} />}
      />
      {shown !== undefined && samples?.[shown] && (
        <MeasuredViewer
          sample={samples[shown]}
          report={found.report}
          index={shown}
          total={total}
          hasNext={samples[shown + 1] !== undefined}
          show={(index) => {
            reach(index)
            setShown(index)
          }}
          close={() => setShown(undefined)}
        />
      )}
    </>
  )
}

function Zip({ processId, ids }: { processId: number; ids: number[] }) {
  const { t } = useTranslation('reports')
  const { mutate, isPending } = useArchive(processId)
  const name = `samples-${processId}.zip`
  return (
    <Button
      type="primary"
      icon={<DownloadOutlined aria-hidden />}
      loading={isPending}
      onClick={() => mutate(ids, { onSuccess: (blob) => downloadBlob(blob, name) })}
    >
      {t('zip')}
    </Button>
  )
}

/** Nothing to show is good news for mistakes, and says on which set. */
function Nothing({ view: { show, part, label, predicted, outcome } }: { view: View }) {
  const { t } = useTranslation('reports')
  if (label || predicted || outcome) return <EmptyState title={t('nothing.filtered')} />
  if (show === 'nonCompliant') return <EmptyState title={t('nothing.nonCompliant')} />
  const set = t(`set.of.${part as 'validation'}`)
  return <EmptyState title={t(`nothing.${show}`, { set })} />
}
